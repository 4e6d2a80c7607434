import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { syncFolder } from '../evidence/blob-path.ts'
import { storeError } from '../evidence/store-error.ts'
import { UPLOAD_ABANDONED_MS, UPLOAD_REMEMBERED_MS, UPLOAD_RESERVE_BYTES, UPLOADS_OPEN } from './defaults.ts'
import type { Appended } from './upload-file.ts'
import { appendPiece, receivedBytes } from './upload-file.ts'
import type { UploadRecord, UploadState } from './upload-record.ts'
import { readUploadRecord, writeUploadRecord } from './upload-record.ts'

/** An upload with how many of its bytes are on the disk. */
export interface Upload extends UploadRecord {
  readonly offset: number
}

export type NewUpload = Pick<UploadRecord, 'organisation' | 'person' | 'name' | 'bytes' | 'modifiedMs'>

export interface UploadStoreOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Unfinished uploads of one person. */
  readonly openMost?: number
}

/**
 * Files on their way in, each in a folder of its own: a record, and the bytes so far. After any crash an upload is there as far as its
 * sender was told, or further, and goes on from there. One process has it: the holder of the data folder. Memory: some hundred bytes per upload.
 */
export class UploadStore {
  readonly #folder: string
  readonly #uploads = new Map<string, Upload>()
  readonly #writers = new Map<string, Writer>()
  readonly #now: () => number

  readonly #openMost: number

  private constructor(folder: string, { now, openMost }: Required<UploadStoreOptions>) {
    this.#folder = folder
    this.#now = now
    this.#openMost = openMost
  }

  /** @throws NoroshiError `disk-full`, `data-unusable` */
  static async open(folder: string, { now = Date.now, openMost = UPLOADS_OPEN }: UploadStoreOptions = {}): Promise<UploadStore> {
    const store = new UploadStore(folder, { now, openMost })
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const name of await readdir(folder)) await store.#restore(name)
      return store
    } catch (cause) {
      throw storeError(folder, cause)
    }
  }

  /** Those of one organisation, or all, the oldest first. */
  list(organisation?: string): Upload[] {
    return [...this.#uploads.values()].filter(each => organisation === undefined || each.organisation === organisation)
      .sort((a, b) => a.createdMs - b.createdMs)
  }

  find(id: string): Upload | undefined {
    return this.#uploads.get(id)
  }

  /** The file with its bytes. */
  pathOf(id: string): string {
    return join(this.#folder, id, CONTENT_FILE)
  }

  /** @throws NoroshiError `disk-full`, also when the disk has no room for what is announced; `too-many-uploads` */
  async create(wanted: NewUpload): Promise<Upload> {
    const begun = this.list(wanted.organisation).filter(({ person, state }) => person === wanted.person && state === 'receiving').length
    if (begun >= this.#openMost) throw new NoroshiError('too-many-uploads', `${wanted.person} has ${begun} unfinished uploads`)
    await this.#requireRoom(wanted.bytes)
    const now = this.#now()
    const upload: Upload = { ...wanted, id: randomUUID(), state: 'receiving', createdMs: now, changedMs: now, offset: 0 }
    try {
      await mkdir(join(this.#folder, upload.id), { mode: 0o700 })
      await this.#save(upload)
      await syncFolder(this.#folder)
    } catch (cause) {
      await rm(join(this.#folder, upload.id), { recursive: true, force: true })
      this.#uploads.delete(upload.id)
      throw storeError(this.#folder, cause)
    }
    return upload
  }

  /**
   * Takes the next piece. A sender that comes again goes before the connection it lost, which may look alive for minutes: that one is cut off
   * first. Null when there is no such upload, or it is whole already.
   *
   * @throws NoroshiError `disk-full`, `data-unusable`
   */
  async append(id: string, offset: number, content: ReadableStream<Uint8Array>): Promise<Appended | null> {
    const writer = new Writer(content)
    const before = this.#writers.get(id)
    this.#writers.set(id, writer)
    try {
      await before?.cutOff()
      const upload = this.#uploads.get(id)
      if (upload === undefined || upload.state !== 'receiving') return null
      const outcome = await writer.write(blocks => appendPiece(this.pathOf(id), offset, upload.bytes, blocks))
      const current = this.#uploads.get(id)
      if (current !== undefined) this.#uploads.set(id, { ...current, offset: outcome.offset, changedMs: this.#now() })
      return outcome
    } finally {
      writer.end()
      if (this.#writers.get(id) === writer) this.#writers.delete(id)
    }
  }

  /** Says that all bytes are there; again: no effect. Null when they are not, or there is no such upload. */
  async finish(id: string): Promise<Upload | null> {
    const upload = this.#uploads.get(id)
    if (upload === undefined || upload.state !== 'receiving') return upload ?? null
    if (await receivedBytes(this.pathOf(id)) !== upload.bytes) return null
    await this.#settle(upload)
    return this.mark(id, 'received')
  }

  /** Writes down how far it is. Once it is done its bytes go: they are in the evidence store. Those of one that failed stay, to be tried again. */
  async mark(id: string, state: UploadState): Promise<Upload | null> {
    const upload = this.#uploads.get(id)
    if (upload === undefined) return null
    const marked = { ...upload, state, changedMs: this.#now() }
    await this.#save(marked)
    if (state === 'done') await rm(this.pathOf(id), { force: true })
    return marked
  }

  /** Forgets an upload with its bytes. */
  async remove(id: string): Promise<void> {
    await this.#writers.get(id)?.cutOff()
    this.#uploads.delete(id)
    await rm(join(this.#folder, id), { recursive: true, force: true })
  }

  /** Removes what was abandoned, and what was done long ago. @returns their ids */
  async expire(): Promise<string[]> {
    const now = this.#now()
    const old = this.list().filter(({ state, changedMs }) => {
      if (state === 'receiving' || state === 'failed') return now - changedMs > UPLOAD_ABANDONED_MS
      return state === 'done' && now - changedMs > UPLOAD_REMEMBERED_MS
    })
    for (const { id } of old) await this.remove(id)
    return old.map(({ id }) => id)
  }

  async #restore(name: string): Promise<void> {
    const folder = join(this.#folder, name)
    const record = await readUploadRecord(folder)
    if (record === null || record.id !== name) return rm(folder, { recursive: true, force: true })
    this.#uploads.set(name, { ...record, offset: record.state === 'receiving' ? await receivedBytes(this.pathOf(name)) : record.bytes })
  }

  async #save({ offset, ...record }: Upload): Promise<void> {
    await writeUploadRecord(join(this.#folder, record.id), record)
    this.#uploads.set(record.id, { ...record, offset })
  }

  /** The bytes are on the disk, under the time the file had where it comes from. An empty one never had a piece. */
  async #settle({ id, modifiedMs }: Upload): Promise<void> {
    const path = this.pathOf(id)
    try {
      const file = await open(path, 'a', 0o600)
      try {
        if (modifiedMs !== null) await utimes(path, modifiedMs / 1_000, modifiedMs / 1_000)
        await file.sync()
      } finally {
        await file.close()
      }
      await syncFolder(join(this.#folder, id))
    } catch (cause) {
      throw storeError(path, cause)
    }
  }

  /** Twice the bytes: as they come, and again in the evidence store. */
  async #requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    const announced = this.list().filter(({ state }) => state === 'receiving').reduce((sum, { bytes: all, offset }) => sum + all - offset, 0)
    if (2 * (bytes + announced) + UPLOAD_RESERVE_BYTES <= bavail * bsize) return
    throw new NoroshiError('disk-full', `there is no room for an upload of ${bytes} bytes in ${this.#folder}`)
  }
}

const CONTENT_FILE = 'content'

/** One connection that sends a piece, and its end. */
class Writer {
  readonly #content: ReadableStream<Uint8Array>
  readonly #ended: PromiseWithResolvers<void> = Promise.withResolvers()
  readonly #cut: PromiseWithResolvers<never> = Promise.withResolvers()

  constructor(content: ReadableStream<Uint8Array>) {
    this.#content = content
    this.#cut.promise.catch(() => {})
  }

  write(take: (blocks: AsyncIterable<Uint8Array>) => Promise<Appended>): Promise<Appended> {
    return take(this.#blocks())
  }

  end(): void {
    this.#ended.resolve()
  }

  cutOff(): Promise<void> {
    this.#cut.reject(new Error('the sender came again on another connection'))
    return this.#ended.promise
  }

  async* #blocks(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = this.#content.getReader()
    try {
      for (;;) {
        const next = await Promise.race([reader.read(), this.#cut.promise])
        if (next.done) return
        yield next.value
      }
    } finally {
      void reader.cancel().catch(() => {})
    }
  }
}
