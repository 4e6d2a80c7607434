import { rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DecodeError } from '../../model/decoder.ts'
import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import type { ClockReading } from '../clocks/clock-sampler.ts'
import type { Job } from '../../store/jobs/job.ts'
import { NO_OUTCOME } from '../../store/jobs/job.ts'
import type { ReadingOptions } from '../ingest/ingest-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { JobMeter } from '../jobs/job-meter.ts'
import type { Taken } from '../jobs/run-job.ts'
import { runJobs } from '../jobs/run-job.ts'
import { FED_BYTES, FEED_RETRY_MS, STREAM_FOLD_MS } from './defaults.ts'
import type { SegmentFile } from './segment-files.ts'
import { segmentName } from './segment-files.ts'
import type { SpoolRoom } from './spool-room.ts'

export interface FeederParts {
  /** Of any organisation: each segment goes into that of its source. */
  readonly store: IngestStore
  readonly reading: ReadingOptions
  readonly room: SpoolRoom
  /** Does the work when nobody else writes evidence. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Lets findings become cases. */
  fold(organisation: string): void
  onFed(fed: FedSegment): void
  /** Told what records say of the clocks of those who send them, while they are read. */
  onClocks(organisation: string, readings: readonly ClockReading[]): void
  /** Told what nobody waits for: segments that the store did not take, and are given to it again. */
  onTrouble(trouble: unknown): void
}

/** What came of a segment. */
export interface FedSegment extends SegmentFile {
  readonly events: number
  readonly errorCount: number
  /** Some of them. */
  readonly errors: readonly DecodeError[]
}

/**
 * Reads sealed segments into the store, in their order within each source, as many together as there are; a segment leaves the spool when
 * its bytes and what is in them are in the store. Interrupted anywhere and begun again, the result is the same: a segment is known by its
 * content.
 */
export class SegmentFeeder {
  readonly #parts: FeederParts
  readonly #waiting: SegmentFile[] = []
  readonly #folds = new Map<string, { last: number; timer: NodeJS.Timeout | null }>()
  readonly #stop = new AbortController()
  /** What is at work, once it is its turn. */
  #feeding: Promise<void> = Promise.resolve()
  #work: Promise<void> | null = null

  constructor(parts: FeederParts) {
    this.#parts = parts
  }

  /** Segments that wait, the one being read among them. */
  waiting(organisation: string, source: string): readonly SegmentFile[] {
    return this.#waiting.filter(each => each.organisation === organisation && each.source === source)
  }

  add(segment: SegmentFile): void {
    this.#waiting.push(segment)
    this.#go()
  }

  /** When nothing waits. */
  async idle(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** Stops at once, also where others have their turn; what was at work goes on with the next start. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#feeding.catch(() => {})
    for (const { timer } of this.#folds.values()) if (timer !== null) clearTimeout(timer)
  }

  #go(): void {
    if (this.#stop.signal.aborted) return
    this.#work ??= this.#feedAll().finally(() => {
      this.#work = null
      if (this.#waiting.length > 0) this.#go()
    })
  }

  async #feedAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stop.signal.aborted) {
      const segments = this.#next()
      try {
        await this.#parts.inTurn(() => this.#feedUnlessStopped(segments))
        if (this.#stop.signal.aborted) return
        this.#foldSoon(segments[0]!.organisation)
      } catch (thrown) {
        if (this.#stop.signal.aborted) return
        this.#parts.onTrouble(thrown)
        await sleep(FEED_RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => {})
      }
    }
  }

  async #feedUnlessStopped(segments: readonly SegmentFile[]): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#feeding = this.#feed(segments)
    await this.#feeding
  }

  /** The first, and those behind it of the same organisation. */
  #next(): readonly SegmentFile[] {
    const [first] = this.#waiting
    const segments: SegmentFile[] = []
    let bytes = 0
    for (const segment of this.#waiting) {
      if (segment.organisation !== first?.organisation) continue
      bytes += segment.bytes
      if (segments.length > 0 && bytes > FED_BYTES) break
      segments.push(segment)
    }
    return segments
  }

  async #feed(segments: readonly SegmentFile[]): Promise<void> {
    const { store: { ledger }, store, reading, room } = this.#parts
    const { organisation } = segments[0]!
    const own = organisation === ledger.organisation ? store : { ...store, ledger: { ...ledger, organisation } }
    const job = feedingJob(segments)
    const taken: Taken = { evidence: new Set(), unreadable: [] }
    const meter = new JobMeter(segments.reduce((sum, { bytes }) => sum + bytes, 0), this.#stop.signal, ({ spooled }) => {
      if (spooled?.result.kind === 'spooled') this.#parts.onClocks(organisation, spooled.result.chunks.flatMap(({ inspected }) => inspected.clocks))
    })
    await runJobs(own, reading, [job], meter, [taken])
    const refused = new Set(taken.unreadable.map(({ path }) => path))
    const fed = await this.#whatBecame(own, segments, taken)
    for (const segment of segments) {
      // One that could not even be received is kept for people to look at.
      await (refused.has(segmentName(segment)) ? rename(segment.path, `${segment.path}.refused`) : rm(segment.path, { force: true }))
      room.fed(segment.bytes)
      this.#waiting.splice(this.#waiting.indexOf(segment), 1)
    }
    for (const each of fed) this.#parts.onFed(each)
  }

  async #whatBecame({ ledger }: IngestStore, segments: readonly SegmentFile[], { evidence, unreadable }: Taken): Promise<readonly FedSegment[]> {
    const byName = new Map(segments.map(segment => [segmentName(segment), segment]))
    const fed: FedSegment[] = []
    for (const sha256 of evidence) {
      const [stored] = await storedEvidence(ledger, sha256)
      const segment = stored?.paths.map(({ path }) => byName.get(segmentNameIn(path))).find(each => each !== undefined)
      if (stored === undefined || segment === undefined) continue
      const errors = stored.errors.flatMap(({ listed }) => listed)
      fed.push({ ...segment, events: stored.events, errorCount: stored.errors.reduce((sum, { total }) => sum + total, 0), errors })
    }
    for (const { path, offset, reason } of unreadable) {
      const segment = byName.get(segmentNameIn(path))
      if (segment !== undefined) fed.push({ ...segment, events: 0, errorCount: 1, errors: [{ offset, reason }] })
    }
    return fed
  }

  /** At once where it was quiet; else not before its time. */
  #foldSoon(organisation: string): void {
    const fold = this.#folds.get(organisation) ?? { last: -Infinity, timer: null }
    this.#folds.set(organisation, fold)
    if (fold.timer !== null) return
    const run = () => {
      fold.timer = null
      fold.last = performance.now()
      this.#parts.fold(organisation)
    }
    const wait = fold.last + STREAM_FOLD_MS - performance.now()
    if (wait <= 0) run()
    else fold.timer = setTimeout(run, wait)
  }
}

/** Of what a segment holds too: `stream/inbox/000000000007!/a.eml`. */
function segmentNameIn(path: string): string {
  return path.split('!/', 1)[0]!
}

/** Segments are read as files that were handed in; no job is kept of them, since the spool remembers what is left to do. */
function feedingJob(segments: readonly SegmentFile[]): Job {
  const files = segments.map(segment => ({ path: segment.path, name: segmentName(segment), bytes: segment.bytes }))
  return {
    id: 'stream', number: 0, organisation: segments[0]!.organisation, kind: 'ingest', state: 'running', person: 'standing collection', files,
    outcome: NO_OUTCOME, createdAt: new Date(), startedAt: new Date(), finishedAt: null,
  }
}
