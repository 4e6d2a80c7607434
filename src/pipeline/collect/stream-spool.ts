import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../../platform/noroshi-error.ts'
import { isDiskFull } from '../ingest/disk-full.ts'
import { BATCH_BYTES, ROOM_CHECK_MS, SEAL_BYTES, SEAL_RECORDS, SEAL_SECONDS, WRITE_BYTES } from './defaults.ts'
import type { OfferedDocument } from './kept-document.ts'
import { writeDocument } from './kept-document.ts'
import { keepLastRecord, readLastRecord } from './last-record.ts'
import type { OpenSegment } from './open-segment.ts'
import { openSegment, readSequence, writeBatches } from './open-segment.ts'
import { LF } from './segment.ts'
import type { SegmentFile } from './segment-files.ts'
import { recoverSegments, segmentPath } from './segment-files.ts'
import { KeptMarks } from './segment-marks.ts'
import { SourceMeter } from './source-meter.ts'
import type { StreamBatch, StreamSource } from './stream-batch.ts'
import type { PauseReason, SpoolRoom } from './spool-room.ts'

export type { StreamBatch, StreamSource }

/** Whether records are taken now. */
export type SpoolState =
  | { readonly kind: 'taking' }
  /** Nothing is acknowledged; tried again each second. */
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly detail: string }
  | { readonly kind: 'closed' }

export interface SpoolOptions {
  readonly room: SpoolRoom
  /** Told of each sealed segment, in their order. */
  onSealed(segment: SegmentFile): void
  onState?(state: SpoolState): void
  /** `power`: each write waits for the disk before it is acknowledged. */
  readonly durability?: 'process' | 'power'
  readonly sealBytes?: number
  readonly sealSeconds?: number
}

/**
 * Where records of one live source are kept until they are evidence. For whoever receives: a syslog listener, an HTTP intake, a tail.
 *
 *     await spool.append({ lines: [buffer], count, received: Date.now() * 1_000, transport: 'tcp', sender: '192.0.2.1' })
 *     // now, and not before, the sender may be told that it arrived
 *
 * **Durable.** The promise resolves when the records survive the death of this process (with `durability: power`, of the machine). A batch is
 * kept whole or not at all. What was acknowledged becomes events exactly once, after a `kill -9` anywhere too; what was not may be there
 * once or not at all.
 *
 * **Back-pressure.** The promise waits while the disk is slow, full, or too much waits for the store; nothing is kept in memory but the
 * batches of those who wait, so a receiver holds at most one or a few a connection and reads no more meanwhile: TCP slows the sender.
 * Who cannot wait looks at `pendingBytes`, drops, and counts with `meter.drop`. Who must answer (HTTP) looks at `state` before reading a request (503
 * when it is not `taking`), and gives a `signal`.
 *
 * **What becomes of it.** Records go into a segment (`segment.ts` has its form), which is sealed by size or time and then read into the
 * store by the {@link SegmentFeeder} as one Evidence under the path `stream/<source>/<sequence>`; its decoder is the one named by the
 * source's `format`, behind `src/observe/stream`. Events without a time of their own get that of their arrival.
 */
export class StreamSpool {
  readonly meter: SourceMeter
  /** Of this source alone. */
  readonly folder: string
  readonly #options: SpoolOptions
  #source: StreamSource
  #sequence: number
  readonly #marks: KeptMarks
  readonly #lastBefore: number | null
  /** Of the segment that is being written. */
  #newMarks = new Map<string, string>()
  #segment: OpenSegment | null = null
  #timer: NodeJS.Timeout | null = null
  #pending: Pending[] = []
  #pendingBytes = 0
  #work: Promise<void> | null = null
  #isSealDue = false
  /** Whole contents, one after another. */
  #documents: Promise<unknown> = Promise.resolve()
  #state: SpoolState = { kind: 'taking' }

  /**
   * Opens the spool of a source and seals what an earlier process left open, without a torn tail.
   *
   * @throws what the file system says
   */
  static async open(source: StreamSource, options: SpoolOptions, meter = new SourceMeter()): Promise<StreamSpool> {
    const folder = join(options.room.folder, source.organisation, source.name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { last, sealed } = await recoverSegments(folder, source)
    for (const segment of sealed) {
      options.room.sealed(segment.bytes)
      options.onSealed(segment)
    }
    // Of what a sudden end left, when the segment was begun is all that is known.
    const lastBefore = Math.max(await readLastRecord(folder) ?? 0, ...sealed.map(({ opened }) => opened)) || null
    return new StreamSpool(source, options, { folder, sequence: Math.max(last, await readSequence(folder)), marks: await KeptMarks.open(folder), lastBefore }, meter)
  }

  private constructor(source: StreamSource, options: SpoolOptions, { folder, sequence, marks, lastBefore }: Left, meter: SourceMeter) {
    this.#source = source
    this.meter = meter
    this.#options = options
    this.folder = folder
    this.#sequence = sequence
    this.#marks = marks
    this.#lastBefore = lastBefore
  }

  get source(): StreamSource {
    return this.#source
  }

  get state(): SpoolState {
    return this.#state
  }

  /** How far each thing that this source reads has been read: the mark of the last batch of it that was kept. */
  get marks(): ReadonlyMap<string, string> {
    return this.#marks.all
  }

  /** Microseconds: when the last record came, before the start of this process too; null when none ever did. */
  get lastRecord(): number | null {
    return this.meter.figures().lastRecord ?? this.#lastBefore
  }

  /** Bytes that wait to be written. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** Microseconds: since when records wait to be sealed; null when none do. */
  get openedAt(): number | null {
    return this.#segment?.opened ?? null
  }

  /**
   * Keeps a batch; resolves when it is durable.
   *
   * @param signal rejects with its reason as long as nothing of the batch was kept
   * @throws Error when the spool is closed, with nothing of the batch kept; RangeError for a batch that is none
   */
  append(batch: StreamBatch, signal?: AbortSignal): Promise<void> {
    const bytes = batch.lines.reduce((sum, { length }) => sum + length, 0)
    if (bytes === 0) return Promise.resolve()
    if (bytes > BATCH_BYTES) return Promise.reject(new RangeError(`a batch of ${bytes} bytes is longer than ${BATCH_BYTES}`))
    if (batch.lines.at(-1)?.at(-1) !== LF) return Promise.reject(new RangeError('a batch must end with a line end'))
    if (this.#state.kind === 'closed') return Promise.reject(new Error(CLOSED))
    if (signal?.aborted === true) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const pending: Pending = { batch, bytes, signal, resolve, reject }
      this.#pending.push(pending)
      this.#pendingBytes += bytes
      signal?.addEventListener('abort', () => this.#withdraw(pending), { once: true })
      this.#go()
    })
  }

  /**
   * Keeps a whole content, in a segment of its own that is read into the store as what it is: a mail, an archive, a log. Resolves when it is as durable as a
   * batch: `known` when its mark says that it was kept before. Waits, before anything is read of it, while nothing is taken.
   *
   * @param signal rejects with its reason as long as nothing is kept
   * @throws what the content says, and the file system; Error when the spool is closed; nothing is kept then
   */
  keepDocument(document: OfferedDocument, signal?: AbortSignal): Promise<'kept' | 'known'> {
    const turn = this.#documents.then(() => this.#keepDocument(document, signal))
    this.#documents = turn.catch(() => {})
    return turn
  }

  /** Waits while nothing is taken: for whoever would hold what it asks for meanwhile. @throws the signal's reason; Error when the spool is closed */
  async untilRoom(signal?: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#state.kind === 'closed') throw new Error(CLOSED)
      signal?.throwIfAborted()
      const refusal = this.#options.room.refusal()
      if (refusal === null) return
      if (this.#state.kind !== 'paused') this.#tell({ kind: 'paused', reason: refusal, detail: refusal })
      this.#go()
      await sleep(ROOM_CHECK_MS, undefined, { signal }).catch(() => {})
    }
  }

  /** Seals what there is, however little. */
  async seal(): Promise<void> {
    this.#isSealDue = this.#segment !== null
    this.#go()
    // What is paused works on until there is room; what there was is sealed before.
    while (this.#work !== null && (this.#isSealDue || this.#state.kind !== 'paused')) await Promise.race([this.#work, sleep(ROOM_CHECK_MS)])
  }

  /** Reads what comes from now on in another way; what came before is sealed as it was. */
  async readAs({ format, dataset, zone }: Pick<StreamSource, 'format' | 'dataset' | 'zone'>): Promise<void> {
    await this.seal()
    this.#source = { ...this.#source, format, dataset, zone }
  }

  /** Writes what waits, unless it is paused, and seals. Whoever still waits is told that nothing was kept. */
  async close(): Promise<void> {
    if (this.#state.kind !== 'paused') await this.seal()
    this.#tell({ kind: 'closed' })
    for (const pending of this.#pending.splice(0)) pending.reject(new Error(CLOSED))
    this.#pendingBytes = 0
    await this.#documents
    while (this.#work !== null) await this.#work
    // Should it fail, the next start seals it.
    await this.#sealOpen().catch(() => {})
  }

  #go(): void {
    this.#work ??= this.#workAll().finally(() => {
      this.#work = null
      if (this.#hasWork()) this.#go()
    })
  }

  /** One that is paused looks for room also when nobody waits any more: who asks for its state would send nothing otherwise. */
  #hasWork(): boolean {
    return this.#state.kind === 'paused' || (this.#state.kind === 'taking' && (this.#pending.length > 0 || this.#isSealDue))
  }

  /** One writes at a time; what comes meanwhile is written together. */
  async #workAll(): Promise<void> {
    while (this.#hasWork()) {
      try {
        if (this.#isSealDue) await this.#sealOpen()
        const refusal = this.#options.room.refusal()
        if (refusal !== null) await this.#pause(refusal, refusal)
        else await this.#writePending()
      } catch (cause) {
        if (isDiskFull(cause)) this.#options.room.foundFull()
        await this.#pause(isDiskFull(cause) ? 'disk-full' : 'disk-error', messageOf(cause))
      }
    }
  }

  async #writePending(): Promise<void> {
    if (this.#pending.length === 0) {
      if (this.#state.kind === 'paused') this.#tell({ kind: 'taking' })
      return
    }
    this.#segment ??= await this.#openSegment()
    const taken = this.#take()
    try {
      await writeBatches(this.#segment, taken.map(({ batch }) => batch), this.#options.durability === 'power')
    } catch (cause) {
      this.#pending.unshift(...taken)
      for (const pending of taken) if (pending.signal?.aborted === true) this.#withdraw(pending)
      throw cause
    }
    if (this.#state.kind === 'paused') this.#tell({ kind: 'taking' })
    for (const { batch, bytes, resolve } of taken) {
      this.#pendingBytes -= bytes
      this.meter.took(batch.count, bytes, batch.received)
      if (batch.mark !== undefined) {
        this.#marks.set(batch.mark)
        this.#newMarks.set(batch.mark.of, batch.mark.at)
      }
      resolve()
    }
    const { bytes, records } = this.#segment
    if (bytes >= (this.#options.sealBytes ?? SEAL_BYTES) || records >= SEAL_RECORDS) this.#isSealDue = true
  }

  #take(): Pending[] {
    let bytes = 0
    let count = 0
    for (const pending of this.#pending) {
      bytes += pending.bytes
      if (count > 0 && bytes > WRITE_BYTES) break
      count++
    }
    return this.#pending.splice(0, count)
  }

  #withdraw(pending: Pending): void {
    const at = this.#pending.indexOf(pending)
    if (at < 0) return
    this.#pending.splice(at, 1)
    this.#pendingBytes -= pending.bytes
    pending.reject(pending.signal?.reason)
  }

  async #openSegment(): Promise<OpenSegment> {
    const { source, folder } = this
    const segment = await openSegment(folder, source, ++this.#sequence, this.#options.durability === 'power')
    this.#timer = setTimeout(() => {
      this.#isSealDue = true
      this.#go()
    }, (this.#options.sealSeconds ?? SEAL_SECONDS) * 1_000)
    return segment
  }

  async #sealOpen(): Promise<void> {
    const segment = this.#segment
    if (segment === null) {
      this.#isSealDue = false
      return
    }
    if (this.#timer !== null) clearTimeout(this.#timer)
    const path = segmentPath(this.folder, segment.sequence, 'sealed')
    // Before it is sealed: from then on they stand in it no longer.
    await this.#marks.keep([...this.#newMarks].map(([of, at]) => ({ of, at })))
    this.#newMarks = new Map()
    await rename(segment.path, path)
    if (this.lastRecord !== null) await keepLastRecord(this.folder, this.lastRecord)
    this.#segment = null
    this.#isSealDue = false
    await segment.handle.close()
    this.#options.room.sealed(segment.bytes)
    const { organisation, name: source } = this.source
    const { sequence, bytes, opened } = segment
    this.#options.onSealed({ organisation, source, sequence, path, bytes, opened })
  }

  async #keepDocument(document: OfferedDocument, signal: AbortSignal | undefined): Promise<'kept' | 'known'> {
    const { folder, source } = this
    if (document.at !== null && this.marks.get(document.of) === document.at) return 'known'
    await this.untilRoom(signal)
    const sequence = ++this.#sequence
    const { path, mark, bytes, opened } = await writeDocument(folder, source, sequence, document, this.#options.durability === 'power').catch((cause: unknown) => {
      if (isDiskFull(cause)) this.#options.room.foundFull()
      throw cause
    })
    if (this.marks.get(mark.of) === mark.at) {
      await rm(path, { force: true })
      return 'known'
    }
    const sealed = segmentPath(folder, sequence, 'sealed')
    await rename(path, sealed)
    // Should the process end here, the next start finds the mark in the segment.
    this.#marks.set(mark)
    await this.#marks.keep([mark])
    this.meter.took(1, bytes, opened)
    await keepLastRecord(folder, opened)
    this.#options.room.sealed(bytes)
    this.#options.onSealed({ organisation: source.organisation, source: source.name, sequence, path: sealed, bytes, opened })
    return 'kept'
  }

  async #pause(reason: PauseReason, detail: string): Promise<void> {
    if (this.#state.kind === 'closed') return
    if (this.#state.kind !== 'paused' || this.#state.reason !== reason) this.#tell({ kind: 'paused', reason, detail })
    await sleep(ROOM_CHECK_MS)
  }

  #tell(state: SpoolState): void {
    this.#state = state
    this.#options.onState?.(state)
  }
}

/** What earlier starts left. */
interface Left {
  readonly folder: string
  readonly sequence: number
  readonly marks: KeptMarks
  readonly lastBefore: number | null
}

const CLOSED = 'the source is closed: nothing of this was kept'

interface Pending {
  readonly batch: StreamBatch
  readonly bytes: number
  readonly signal: AbortSignal | undefined
  resolve(): void
  reject(reason: unknown): void
}
