import { writeSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AuditLog, AuditRecord } from './audit.ts'
import { AUDIT_FILE_BYTES } from '../defaults.ts'

/** Audit records as lines of a file: what was acknowledged survives the death of this process. A full file is put aside under the time of its end. */
export class FileAudit implements AuditLog {
  readonly #path: string
  #file: FileHandle
  #bytes: number
  #waiting: { readonly line: string; resolve(): void; reject(cause: unknown): void }[] = []
  /** The last line may not be whole. */
  #isTorn = false
  #work: Promise<void> | null = null

  /** @throws what the file system says */
  static async open(path: string): Promise<FileAudit> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'a', 0o600)
    const { size } = await file.stat()
    // A record that was cut off by a death is told apart by its line.
    if (size > 0) await file.appendFile('\n')
    return new FileAudit(path, file, size)
  }

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.#path = path
    this.#file = file
    this.#bytes = bytes
  }

  append(record: AuditRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(record)}\n`, resolve, reject })
      this.#work ??= this.#write()
    })
  }

  async close(): Promise<void> {
    while (this.#work !== null) await this.#work
    await this.#file.close()
  }

  /** All that wait go in one write. */
  async #write(): Promise<void> {
    // Those who come in the same turn go along.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      try {
        const text = (this.#isTorn ? '\n' : '') + batch.map(({ line }) => line).join('')
        if (this.#bytes > AUDIT_FILE_BYTES) await this.#putAside()
        // Into the page cache: a few microseconds, where a turn of the thread pool takes hundreds.
        const bytes = Buffer.byteLength(text)
        const written = writeSync(this.#file.fd, text)
        this.#bytes += written
        if (written < bytes) throw new Error('the disk is full: the audit record could not be written')
        this.#isTorn = false
        for (const { resolve } of batch) resolve()
      } catch (cause) {
        this.#isTorn = true
        for (const { reject } of batch) reject(cause)
      }
    }
    // At once: one that came between the last look and this would wait for ever.
    this.#work = null
  }

  async #putAside(): Promise<void> {
    await this.#file.close()
    await rename(this.#path, this.#path.replace(/(\.\w+)?$/, `-${new Date().toISOString().replaceAll(':', '')}$1`))
    this.#file = await open(this.#path, 'a', 0o600)
    this.#bytes = 0
  }
}
