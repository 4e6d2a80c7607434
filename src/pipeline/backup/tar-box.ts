import type { FileHandle } from 'node:fs/promises'
import { link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { BLOCK_BYTES } from '../../store/evidence/defaults.ts'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { backupError } from './backup-error.ts'
import type { Box } from './box.ts'
import { readTarHeader, TAR_BLOCK, writeTarHeader } from './tar-header.ts'

const PART = '.part'

interface Member {
  readonly from: number
  readonly size: number
}

/** One file, a tar archive. While it is made it is called `….part`: a file with its own name is whole. */
export class TarBox implements Box {
  readonly path: string
  readonly #file: FileHandle
  readonly #members: Map<string, Member>
  #end: number
  /** Null for one that is only read. */
  #part: string | null

  private constructor(path: string, file: FileHandle, members: Map<string, Member>, part: string | null) {
    this.path = path
    this.#file = file
    this.#members = members
    this.#part = part
    this.#end = 0
  }

  /** @throws NoroshiError `backup-failed` when there is such a file already, or another backup makes it */
  static async create(path: string): Promise<TarBox> {
    const part = `${path}${PART}`
    const there = await open(path, 'r').catch(() => null)
    await there?.close()
    if (there !== null) throw new NoroshiError('backup-failed', `${path} is there already`)
    try {
      return new TarBox(path, await open(part, 'w', 0o600), new Map(), part)
    } catch (cause) {
      throw backupError(path, cause)
    }
  }

  /** @throws NoroshiError `bad-backup` for a file that is none, or not all of one; `no-such-path` */
  static async open(path: string): Promise<TarBox> {
    const file = await open(path, 'r').catch((cause: unknown) => {
      throw new NoroshiError('no-such-path', `the backup ${path} cannot be read: ${messageOf(cause)}`, { cause })
    })
    try {
      return new TarBox(path, file, await indexOf(path, file), null)
    } catch (cause) {
      await file.close()
      throw cause
    }
  }

  async has(name: string): Promise<boolean> {
    return this.#members.has(name)
  }

  async add(content: AsyncIterable<Uint8Array>, nameOf: () => string): Promise<boolean> {
    const begin = this.#end
    let at = begin + TAR_BLOCK
    try {
      for await (const block of content) {
        await this.#writeAt(block, at)
        at += block.length
      }
      const name = nameOf()
      const size = at - begin - TAR_BLOCK
      // Where it is there already, the next member is written over it.
      if (this.#members.has(name)) return false
      await this.#writeAt(writeTarHeader(name, size, Math.floor(Date.now() / 1_000)), begin)
      const padding = (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK
      if (padding > 0) await this.#writeAt(Buffer.alloc(padding), at)
      this.#members.set(name, { from: begin + TAR_BLOCK, size })
      this.#end = at + padding
      return true
    } catch (cause) {
      throw backupError(this.path, cause)
    }
  }

  async* read(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    const member = this.#members.get(name)
    if (member === undefined) throw new NoroshiError('bad-backup', `${this.path} does not hold ${name}`)
    for (let read = 0; read < member.size;) {
      const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, member.size - read))
      const { bytesRead } = await this.#file.read(block, 0, block.length, member.from + read)
      if (bytesRead === 0) throw new NoroshiError('bad-backup', `${this.path} ends within ${name}`)
      yield block.subarray(0, bytesRead)
      read += bytesRead
    }
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#members.keys()].filter(name => name.startsWith(prefix)).sort()
  }

  async finish(): Promise<void> {
    if (this.#part === null) return
    try {
      // The end of an archive: two blocks of zeros.
      await this.#writeAt(Buffer.alloc(2 * TAR_BLOCK), this.#end)
      await this.#file.truncate(this.#end + 2 * TAR_BLOCK)
      await this.#file.sync()
      // Never over a file that has come meanwhile.
      await link(this.#part, this.path)
      await rm(this.#part)
      await syncFolder(dirname(this.path))
      this.#part = null
    } catch (cause) {
      throw backupError(this.path, cause)
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
    if (this.#part !== null) await rm(this.#part, { force: true })
  }

  async #writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      written += (await this.#file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
    }
  }
}

/** Where each member lies, by headers alone. */
async function indexOf(path: string, file: FileHandle): Promise<Map<string, Member>> {
  const members = new Map<string, Member>()
  const { size: bytes } = await file.stat()
  const header = Buffer.alloc(TAR_BLOCK)
  let last = ''
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(header, 0, TAR_BLOCK, at)
    const behind = last === '' ? '' : ` behind ${last}`
    if (bytesRead < TAR_BLOCK) throw new NoroshiError('bad-backup', `${path} ends${behind} without an end: it was cut off, or its backup never finished`)
    if (header.every(byte => byte === 0)) return members
    const read = readTarHeader(header)
    if (read === null) throw new NoroshiError('bad-backup', at === 0 ? `${path} is no backup` : `${path} is damaged at byte ${at}${behind}`)
    if (at + TAR_BLOCK + read.size > bytes) throw new NoroshiError('bad-backup', `${path} was cut off within ${read.name}`)
    members.set(read.name, { from: at + TAR_BLOCK, size: read.size })
    last = read.name
    at += TAR_BLOCK + Math.ceil(read.size / TAR_BLOCK) * TAR_BLOCK
  }
}
