import type { KeyObject } from 'node:crypto'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { isMissing, storeError } from '../evidence/store-error.ts'
import { replaceFile } from './replace-file.ts'

/** Ed25519 (RFC 8032): the private key in PKCS #8, the public one beside it, both as PEM, which openssl reads. */
const PRIVATE_KEY_FILE = 'signing-key.pem'
export const PUBLIC_KEY_FILE = 'public-key.pem'

export class PublicKey {
  readonly #key: KeyObject
  readonly pem: string

  constructor(key: KeyObject) {
    this.#key = key
    this.pem = key.export({ type: 'spki', format: 'pem' }).toString()
  }

  /** Null for a file that is not exactly one Ed25519 public key. */
  static fromPem(pem: string): PublicKey | null {
    try {
      const key = new PublicKey(createPublicKey(pem))
      return key.#key.asymmetricKeyType === 'ed25519' && key.pem === pem ? key : null
    } catch {
      return null
    }
  }

  /** SHA-256 of the key in DER: what to write down elsewhere. */
  get fingerprint(): string {
    return createHash('sha256').update(this.#key.export({ type: 'spki', format: 'der' })).digest('hex')
  }

  verify(content: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, content, this.#key, signature)
  }
}

export class SigningKey {
  readonly #key: KeyObject
  readonly public: PublicKey

  private constructor(key: KeyObject) {
    this.#key = key
    this.public = new PublicKey(createPublicKey(key))
  }

  sign(content: Uint8Array): Uint8Array {
    return sign(null, content, this.#key)
  }

  /** Made at first use; null when there is none. @throws NoroshiError `custody-broken`, `data-unusable` */
  static async load(folder: string): Promise<SigningKey | null> {
    try {
      const pem = await readFile(join(folder, PRIVATE_KEY_FILE), 'utf8')
      return new SigningKey(createPrivateKey(pem))
    } catch (cause) {
      if (isMissing(cause)) return null
      if (cause instanceof Error && 'syscall' in cause) throw storeError(folder, cause)
      throw new NoroshiError('custody-broken', `${join(folder, PRIVATE_KEY_FILE)} holds no private key`, { cause })
    }
  }

  static async create(folder: string): Promise<SigningKey> {
    const { privateKey } = generateKeyPairSync('ed25519')
    await replaceFile(folder, PRIVATE_KEY_FILE, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    return new SigningKey(privateKey)
  }
}
