import { randomUUID } from 'node:crypto'
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { readBlob } from '../../store/evidence/read-blob.ts'
import { isMissing } from '../../store/evidence/store-error.ts'
import { backupError } from './backup-error.ts'
import type { Box } from './box.ts'
import { LEFT_MS } from './defaults.ts'

const INCOMING = 'incoming'

/** A folder for any number of backups: what several have in common lies there once. Each piece is on the disk before it has its name. */
export class FolderBox implements Box {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async open(path: string): Promise<FolderBox> {
    return new FolderBox(path)
  }

  /** Makes the folder where there is none, and removes what killed backups have left. @throws NoroshiError `backup-failed` */
  static async create(path: string): Promise<FolderBox> {
    try {
      const incoming = join(path, INCOMING)
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      for (const name of await readdir(incoming)) {
        const left = join(incoming, name)
        if (Date.now() - (await stat(left)).mtimeMs > LEFT_MS) await rm(left, { force: true })
      }
      return new FolderBox(path)
    } catch (cause) {
      throw backupError(path, cause)
    }
  }

  async has(name: string): Promise<boolean> {
    return access(join(this.path, name)).then(() => true, () => false)
  }

  async add(content: AsyncIterable<Uint8Array>, nameOf: () => string): Promise<boolean> {
    const part = join(this.path, INCOMING, randomUUID())
    try {
      const file = await open(part, 'wx', 0o600)
      try {
        for await (const block of content) await file.writeFile(block)
        await file.sync()
      } finally {
        await file.close()
      }
      const name = nameOf()
      if (await this.has(name)) {
        await rm(part)
        return false
      }
      const path = join(this.path, name)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rename(part, path)
      await syncFolder(dirname(path))
      return true
    } catch (cause) {
      await rm(part, { force: true }).catch(() => {})
      throw backupError(this.path, cause)
    }
  }

  async* read(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* readBlob(join(this.path, name))
    } catch (cause) {
      if (isMissing(cause)) throw new NoroshiError('bad-backup', `${join(this.path, name)} is missing`, { cause })
      throw backupError(this.path, cause)
    }
  }

  async list(prefix: string): Promise<string[]> {
    const names = await readdir(join(this.path, prefix)).catch(() => [])
    return names.sort().map(name => `${prefix}${name}`)
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true })
  }

  async finish(): Promise<void> {
    await syncFolder(this.path)
  }

  async close(): Promise<void> {}
}
