import { createHash, randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { blobPath, isSha256, syncFolder } from './blob-path.ts'
import { readBlob } from './read-blob.ts'
import { isMissing, storeError } from './store-error.ts'

/** Content that is on the disk, whole and hashed, and not yet part of the store. */
export interface IncomingBlob {
  /** Hex, of the bytes as received. */
  readonly sha256: string
  readonly bytes: number
  /** Absolute; holds the content until it is kept or dropped. */
  readonly path: string
  /** The store had this content before. */
  readonly known: boolean
}

export type BlobCheck =
  | { readonly state: 'sound'; readonly bytes: number }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly reason: string }

/**
 * Content as received, under its SHA-256: `ab/cd/abcd…`. A name never holds anything but its whole content, whatever crashes: content is
 * written beside, hashed while it is written, synced, and renamed into place, and the folders are synced too. The same content is stored
 * once. One process writes: it holds the data folder. Memory: one block per blob that is open.
 */
export class EvidenceStore {
  readonly #folder: string
  readonly #incoming: string

  private constructor(folder: string) {
    this.#folder = folder
    this.#incoming = join(folder, INCOMING)
  }

  /**
   * Opens the store and settles what a crash left half way: complete content that `isExpected` (it is in the ledger) is kept, anything
   * else removed.
   *
   * @throws NoroshiError `disk-full`, `data-unusable`
   */
  static async open(folder: string, isExpected: (sha256: string) => boolean): Promise<EvidenceStore> {
    const store = new EvidenceStore(folder)
    try {
      await mkdir(store.#incoming, { recursive: true, mode: 0o700 })
      for (const name of await readdir(store.#incoming)) {
        const path = join(store.#incoming, name)
        const sha256 = name.slice(0, HASH_DIGITS)
        if (!name.endsWith(PART) && isSha256(sha256) && isExpected(sha256)) await store.keep({ sha256, path })
        else await rm(path, { force: true, recursive: true })
      }
      return store
    } catch (cause) {
      throw storeError(folder, cause)
    }
  }

  /**
   * Takes content in: on return it is on the disk, whole, and waits for {@link keep} or {@link drop}.
   *
   * @throws NoroshiError `disk-full`, `data-unusable`; nothing is left then @throws what the content throws
   */
  async take(content: AsyncIterable<Uint8Array>): Promise<IncomingBlob> {
    const name = randomUUID()
    const part = join(this.#incoming, `${name}${PART}`)
    try {
      const { sha256, bytes } = await this.#write(content, part)
      // A name of its own: the same content may be on its way in twice.
      const path = join(this.#incoming, `${sha256}.${name}`)
      await this.#disk(rename(part, path))
      await this.#disk(syncFolder(this.#incoming))
      return { sha256, bytes, path, known: await this.size(sha256) !== null }
    } catch (cause) {
      await rm(part, { force: true })
      throw cause
    }
  }

  /** Makes content part of the store; again, when it is there already: should that have rotted, it is whole now. */
  async keep({ sha256, path }: Pick<IncomingBlob, 'sha256' | 'path'>): Promise<void> {
    const { folders, file } = blobPath(this.#folder, sha256)
    await this.#disk(mkdir(folders.at(-1)!, { recursive: true, mode: 0o700 }))
    await this.#disk(rename(path, file))
    // From the inside out; those that have not changed cost nothing.
    for (const folder of [...folders.toReversed(), this.#folder, this.#incoming]) await this.#disk(syncFolder(folder))
  }

  async drop({ path }: Pick<IncomingBlob, 'path'>): Promise<void> {
    await this.#disk(rm(path, { force: true }))
  }

  /** The file of a blob, for those who read ranges of it. It must not be written. */
  pathOf(sha256: string): string {
    return blobPath(this.#folder, sha256).file
  }

  /** Bytes; null when the store does not have it. */
  async size(sha256: string): Promise<number | null> {
    try {
      return (await stat(this.pathOf(sha256))).size
    } catch (cause) {
      if (isMissing(cause)) return null
      throw storeError(this.#folder, cause)
    }
  }

  /** The content in blocks, which are reused: a consumer must not keep one. @throws NoroshiError `no-such-evidence`, `data-unusable` */
  async* openBlob(sha256: string): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* readBlob(this.pathOf(sha256))
    } catch (cause) {
      if (isMissing(cause)) throw new NoroshiError('no-such-evidence', `the store does not have ${sha256}`, { cause })
      throw storeError(this.#folder, cause)
    }
  }

  /** Reads a blob and compares it with its name. */
  verifyBlob(sha256: string): Promise<BlobCheck> {
    return verifyBlob(this.#folder, sha256)
  }

  /** False when there was none. What people and law have to say about it is the ledger's matter, before. */
  async deleteBlob(sha256: string): Promise<boolean> {
    const { folders, file } = blobPath(this.#folder, sha256)
    if (await this.size(sha256) === null) return false
    await this.#disk(rm(file, { force: true }))
    await this.#disk(syncFolder(folders.at(-1)!))
    return true
  }

  async #write(content: AsyncIterable<Uint8Array>, part: string): Promise<{ sha256: string; bytes: number }> {
    const hash = createHash('sha256')
    const file = await this.#disk(open(part, 'wx', 0o400))
    let bytes = 0
    try {
      for await (const block of content) {
        hash.update(block)
        await this.#disk(writeAll(file, block))
        bytes += block.length
      }
      await this.#disk(file.sync())
    } finally {
      await file.close()
    }
    return { sha256: hash.digest('hex'), bytes }
  }

  async #disk<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (cause) {
      throw storeError(this.#folder, cause)
    }
  }
}

/** Content on its way in; also the name of the one entry in the store's folder that holds no blobs. */
const INCOMING = 'incoming'
const PART = '.part'
const HASH_DIGITS = 64

/** The same without a store: for who may only read. */
export function verifyBlob(folder: string, sha256: string): Promise<BlobCheck> {
  return verifyFile(blobPath(folder, sha256).file, sha256)
}

/** Content that came in and was not yet kept. */
export async function verifyIncoming(folder: string, sha256: string): Promise<BlobCheck> {
  const names = await readdir(join(folder, INCOMING)).catch(() => [])
  for (const name of names.filter(each => each.startsWith(sha256) && !each.endsWith(PART))) {
    const check = await verifyFile(join(folder, INCOMING, name), sha256)
    if (check.state === 'sound') return check
  }
  return { state: 'missing' }
}

async function verifyFile(path: string, sha256: string): Promise<BlobCheck> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const block of readBlob(path)) {
      hash.update(block)
      bytes += block.length
    }
  } catch (cause) {
    if (isMissing(cause)) return { state: 'missing' }
    return { state: 'damaged', reason: storeError(path, cause).message }
  }
  const found = hash.digest('hex')
  return found === sha256 ? { state: 'sound', bytes } : { state: 'damaged', reason: `its content has the SHA-256 ${found}` }
}

/** Every name in the store, in no order: blobs by their hash, and whatever else lies there by its path. */
export async function* listBlobs(folder: string): AsyncGenerator<{ readonly sha256: string } | { readonly foreign: string }> {
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (entry.isDirectory()) continue
      const path = join(entry.parentPath, entry.name)
      if (entry.parentPath === join(folder, INCOMING)) continue
      const isBlob = entry.isFile() && isSha256(entry.name) && path === blobPath(folder, entry.name).file
      yield isBlob ? { sha256: entry.name } : { foreign: path }
    }
  } catch (cause) {
    if (!isMissing(cause)) throw storeError(folder, cause)
  }
}

async function writeAll(file: FileHandle, block: Uint8Array): Promise<void> {
  for (let written = 0; written < block.length;) {
    written += (await file.write(block, written, block.length - written)).bytesWritten
  }
}
