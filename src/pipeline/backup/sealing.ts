import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, scrypt } from 'node:crypto'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { FRAME_BYTES, SCRYPT } from './defaults.ts'

/**
 * How pieces of a backup are written: as they are, or encrypted. Encrypted, each has a key of its own (HKDF, RFC 5869, from the key that scrypt
 * makes of the passphrase) and frames of AES-256-GCM whose nonce is their number and whether they are the last (the STREAM construction, Hoang et
 * al. 2015): frames cannot be swapped, left out or cut off unseen.
 */
export interface Sealing {
  /** What a piece is called, by its content; encrypted ones say nothing about it. */
  idOf(sha256: string): string
  seal(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** @throws NoroshiError `bad-backup` naming the piece where it is not what was written */
  unseal(content: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Uint8Array>
}

/** `noroshi-backup.json`. */
export const headerSchema = z.strictObject({
  format: z.literal('noroshi-backup'),
  version: z.literal(1),
  encryption: z.strictObject({
    cipher: z.literal('aes-256-gcm'),
    kdf: z.literal('scrypt'),
    cost: z.int().min(2).max(2 ** 20),
    blockSize: z.int().min(1).max(32),
    parallelism: z.int().min(1).max(16),
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    /** Tells a wrong passphrase from a damaged backup. */
    check: z.string().regex(/^[0-9a-f]{64}$/),
  }).nullable(),
})

export type BackupHeader = z.infer<typeof headerSchema>

export const PLAIN: Sealing = { idOf: sha256 => sha256, seal: content => content, unseal: content => content }

/** A new header, with the sealing of its passphrase. */
export async function newHeader(passphrase: string | null): Promise<{ readonly header: BackupHeader; readonly sealing: Sealing }> {
  const common = { format: 'noroshi-backup', version: 1 } as const
  if (passphrase === null) return { header: { ...common, encryption: null }, sealing: PLAIN }
  const setting = { ...SCRYPT, salt: randomBytes(16).toString('hex') }
  const keys = await keysOf(passphrase, setting)
  return { header: { ...common, encryption: { cipher: 'aes-256-gcm', kdf: 'scrypt', ...setting, check: checkOf(keys) } }, sealing: sealingBy(keys) }
}

/** @throws NoroshiError `backup-locked` without the passphrase, or with another */
export async function sealingOf({ encryption }: BackupHeader, passphrase: string | null): Promise<Sealing> {
  if (encryption === null) return PLAIN
  if (passphrase === null) throw new NoroshiError('backup-locked', 'the backup is encrypted')
  const keys = await keysOf(passphrase, encryption)
  if (checkOf(keys) !== encryption.check) throw new NoroshiError('backup-locked', 'the backup is encrypted with another passphrase')
  return sealingBy(keys)
}

interface Keys {
  readonly content: Buffer
  readonly names: Buffer
}

type ScryptSetting = { readonly cost: number; readonly blockSize: number; readonly parallelism: number; readonly salt: string }

function keysOf(passphrase: string, { cost, blockSize, parallelism, salt }: ScryptSetting): Promise<Keys> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: blockSize, p: parallelism, maxmem: 256 * cost * blockSize }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 64, options, (cause, key) => {
      if (cause === null) resolve({ content: key.subarray(0, 32), names: key.subarray(32) })
      else reject(cause)
    })
  })
}

function checkOf({ names }: Keys): string {
  return createHmac('sha256', names).update('noroshi backup').digest('hex')
}

const SALT_BYTES = 16
const TAG_BYTES = 16

function sealingBy(keys: Keys): Sealing {
  return {
    idOf: sha256 => createHmac('sha256', keys.names).update(sha256).digest('hex'),
    seal: content => seal(keys.content, content),
    unseal: (content, name) => unseal(keys.content, content, name),
  }
}

async function* seal(key: Buffer, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const salt = randomBytes(SALT_BYTES)
  const own = pieceKey(key, salt)
  yield salt
  let number = 0
  for await (const { frame, isLast } of framesOf(content, FRAME_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(number++, isLast))
    yield Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()])
  }
}

async function* unseal(key: Buffer, content: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const blocks = content[Symbol.asyncIterator]()
  const begin = await atLeast(blocks, SALT_BYTES)
  if (begin.length < SALT_BYTES) throw new NoroshiError('bad-backup', `${name} is cut off`)
  const own = pieceKey(key, begin.subarray(0, SALT_BYTES))
  let number = 0
  for await (const { frame, isLast } of framesOf(following(begin.subarray(SALT_BYTES), blocks), FRAME_BYTES + TAG_BYTES)) {
    if (frame.length < TAG_BYTES) throw new NoroshiError('bad-backup', `${name} is cut off`)
    const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(number++, isLast))
    decipher.setAuthTag(frame.subarray(frame.length - TAG_BYTES))
    try {
      yield Buffer.concat([decipher.update(frame.subarray(0, frame.length - TAG_BYTES)), decipher.final()])
    } catch (cause) {
      throw new NoroshiError('bad-backup', `${name} was changed or cut off`, { cause })
    }
  }
}

async function* following(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

async function atLeast(blocks: AsyncIterator<Uint8Array>, bytes: number): Promise<Buffer> {
  let begin = Buffer.alloc(0)
  for (let next = await blocks.next(); next.done !== true; next = await blocks.next()) {
    begin = Buffer.concat([begin, next.value])
    if (begin.length >= bytes) break
  }
  return begin
}

/** Content in pieces of one size, but for the last, which is told: there always is one, if need be an empty one. */
async function* framesOf(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ readonly frame: Buffer; readonly isLast: boolean }, void, undefined> {
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const block of content) {
    // Blocks are reused by who gives them.
    waiting.push(Buffer.from(block))
    bytes += block.length
    if (bytes <= size) continue
    let all = Buffer.concat(waiting)
    for (; all.length > size; all = all.subarray(size)) yield { frame: all.subarray(0, size), isLast: false }
    waiting = [all]
    bytes = all.length
  }
  yield { frame: Buffer.concat(waiting), isLast: true }
}

function pieceKey(key: Buffer, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'noroshi backup piece', 32))
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 0)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

/** Passes content on and knows its hash and size when it is through. */
export class Measured {
  readonly #hash = createHash('sha256')
  #digest: string | null = null
  bytes = 0

  async* through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const block of content) {
      this.#hash.update(block)
      this.bytes += block.length
      yield block
    }
  }

  get sha256(): string {
    return this.#digest ??= this.#hash.digest('hex')
  }
}
