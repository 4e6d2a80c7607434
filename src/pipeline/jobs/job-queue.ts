import { randomUUID } from 'node:crypto'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Job, JobOutcome } from '../../store/jobs/job.ts'
import { NO_OUTCOME } from '../../store/jobs/job.ts'
import type { NewJob } from '../../store/jobs/jobs.ts'
import { enterJob, readJob, saveJob, unfinishedJobs } from '../../store/jobs/jobs.ts'
import { foldState } from '../../store/ledger/fold.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import type { ReadingOptions } from '../ingest/ingest-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { FOLD_EVERY_MS, JOB_REPORT_MS, JOINED_BYTES, JOINED_JOBS } from './defaults.ts'
import type { JobProgress } from './job-meter.ts'
import { JobMeter } from './job-meter.ts'
import type { Taken } from './run-job.ts'
import { bytesOf, dropWaiting, runJobs, shareOf } from './run-job.ts'

/** A job with how far it is now. */
export interface LiveJob extends Job {
  readonly progress: JobProgress
}

export interface JobQueueParts {
  /** Of any organisation: each job works in that of its own. */
  readonly store: IngestStore
  readonly reading: ReadingOptions
  /** Folds findings into cases. */
  fold(store: IngestStore): Promise<void>
  /** Does the work when nobody else writes evidence. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Told of every change of state, and of progress a few times a second. */
  onChange(job: LiveJob): void
  onFolded(organisation: string): void
  /** Told what nobody waits for: a fold that failed. */
  onTrouble(trouble: unknown): void
}

/** Jobs that are read together. */
interface RunningJobs {
  readonly jobs: readonly Job[]
  readonly meter: JobMeter
  readonly stop: AbortController
  /** Those that are not to go on, and by whom. */
  readonly cancelled: Map<string, string>
}

/**
 * Evidence that is read in the background, in the order in which it came: small jobs of one person together, others alone; folded together when
 * none waits, at the latest each minute. Jobs are kept: whatever was not finished when the process ended is begun again by the next.
 */
export class JobQueue {
  readonly #parts: JobQueueParts
  readonly #waiting: Job[] = []
  /** Read and not yet folded, by organisation. */
  readonly #folding = new Map<string, Job[]>()
  #unfoldedSince: number | null = null
  #current: RunningJobs | null = null
  /** Were read together with others when one of them failed or was stopped. */
  readonly #alone = new Set<string>()
  #work: Promise<void> | null = null
  #closed = false

  constructor(parts: JobQueueParts) {
    this.#parts = parts
  }

  /** Goes on with what an earlier process left: its jobs, and what it read without one. */
  async start(): Promise<void> {
    const { store } = this.#parts
    for (const job of await unfinishedJobs(store.ledger.pool)) {
      if (job.state === 'folding') this.#toFold(job)
      else this.#waiting.push({ ...job, state: 'waiting' })
    }
    const { position } = await scopePosition(store.ledger)
    const isSettled = (await unfinishedRuns(store.ledger)).length === 0 && (await foldState(store.ledger)).position === position
    if (!isSettled && this.#waiting.length === 0 && this.#folding.size === 0) {
      this.#waiting.push(await enterJob(store.ledger, { id: randomUUID(), kind: 'resume', person: store.actor, files: [] }))
    }
    this.#go()
  }

  /** Enters a job; the same again (by its id) is the same job. */
  async submit(organisation: string, wanted: NewJob): Promise<LiveJob> {
    const job = await enterJob(this.#storeOf(organisation).ledger, wanted)
    if (job.state === 'waiting' && this.#unfinished(job.id) === undefined) {
      this.#waiting.push(job)
      this.#tell(job)
      this.#go()
    }
    return this.#live(job)
  }

  async find(organisation: string, id: string): Promise<LiveJob | undefined> {
    const job = this.#unfinished(id) ?? await readJob(this.#storeOf(organisation).ledger, id)
    return job?.organisation === organisation ? this.#live(job) : undefined
  }

  /** With how far it is, should it be at work. */
  live(job: Job): LiveJob {
    return this.#live(this.#unfinished(job.id) ?? job)
  }

  /** How many wait or run. */
  running(organisation: string): number {
    return [...this.#waiting, ...this.#current?.jobs ?? []].filter(job => job.organisation === organisation).length
  }

  /** Stops a job that waits or runs; what it has read stays. False when there is nothing to stop. */
  async cancel(organisation: string, id: string, person: string): Promise<boolean> {
    const at = this.#waiting.findIndex(job => job.id === id && job.organisation === organisation)
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (waiting !== undefined) {
      await this.#save({ ...waiting, state: 'cancelled', finishedAt: new Date() })
      return true
    }
    const current = this.#current
    if (current?.jobs.some(job => job.id === id && job.organisation === organisation) !== true) return false
    current.cancelled.set(id, person)
    current.stop.abort()
    return true
  }

  /** Folds what the store holds, for who changed it elsewhere. */
  foldSoon(organisation: string): void {
    if (!this.#folding.has(organisation)) this.#folding.set(organisation, [])
    this.#unfoldedSince ??= performance.now()
    this.#go()
  }

  /** When nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** Stops at once; what was at work goes on with the next start. */
  async close(): Promise<void> {
    this.#closed = true
    this.#current?.stop.abort()
    await this.idle()
  }

  #go(): void {
    if (this.#closed) return
    this.#work ??= this.#workAll().finally(() => {
      this.#work = null
      if (this.#waiting.length > 0 || this.#folding.size > 0) this.#go()
    })
  }

  async #workAll(): Promise<void> {
    while (!this.#closed) {
      const jobs = this.#nextJobs()
      if (jobs.length > 0) await this.#run(jobs)
      const overdue = this.#unfoldedSince !== null && performance.now() - this.#unfoldedSince >= FOLD_EVERY_MS
      if (!this.#closed && (this.#waiting.length === 0 || overdue)) await this.#foldAll()
      if (this.#waiting.length === 0 && this.#folding.size === 0) return
    }
  }

  /** The next one, and those behind it that are read together with it. */
  #nextJobs(): readonly Job[] {
    const [first] = this.#waiting
    if (first === undefined) return []
    const joins = (job: Job) => job.kind === 'ingest' && !this.#alone.has(job.id) && job.organisation === first.organisation && job.person === first.person
    let bytes = 0
    let count = 0
    for (const job of this.#waiting) {
      bytes += bytesOf(job)
      if (!joins(job) || bytes > JOINED_BYTES || count === JOINED_JOBS) break
      count++
    }
    return this.#waiting.splice(0, Math.max(1, count))
  }

  async #run(waiting: readonly Job[]): Promise<void> {
    const stop = new AbortController()
    let reported = 0
    const meter = new JobMeter(waiting.reduce((sum, job) => sum + bytesOf(job), 0), stop.signal, () => {
      // As many messages, however many jobs.
      if (performance.now() - reported < JOB_REPORT_MS * jobs.length) return
      reported = performance.now()
      for (const job of jobs) this.#tell(job)
    })
    const jobs = waiting.map((job): Job => ({ ...job, state: 'running', startedAt: new Date() }))
    const taken = jobs.map((): Taken => ({ evidence: new Set(), unreadable: [] }))
    const current: RunningJobs = { jobs, meter, stop, cancelled: new Map() }
    this.#current = current
    const store = this.#storeOf(jobs[0]!.organisation)
    try {
      for (const job of jobs) await this.#save(job)
      const outcomes = await this.#parts.inTurn(() => runJobs(store, this.#parts.reading, jobs, meter, taken))
      this.#current = null
      const read = jobs.map((job, i): Job => ({ ...job, state: 'folding', outcome: outcomes[i]! }))
      for (const job of read) this.#toFold(job)
      for (const job of read) await this.#save(job)
    } catch (thrown) {
      this.#current = null
      // Of a process that ends nothing is written down: the next start begins it again.
      if (this.#closed) return
      await this.#broken(current, taken, thrown).catch((trouble: unknown) => this.#parts.onTrouble(trouble))
    }
  }

  /** What was cancelled ends. The others are read again: alone, so that the one which is at fault fails alone. */
  async #broken({ jobs, meter, cancelled }: RunningJobs, taken: readonly Taken[], thrown: unknown): Promise<void> {
    const store = this.#storeOf(jobs[0]!.organisation)
    const others = jobs.filter(({ id }) => !cancelled.has(id) && jobs.length > 1)
    const kept = new Set(jobs.flatMap((job, i) => (others.includes(job) ? [...taken[i]!.evidence] : [])))
    for (const job of others) this.#alone.add(job.id)
    this.#waiting.unshift(...others.map((job): Job => ({ ...job, state: 'waiting', startedAt: null })))
    const [by] = cancelled.values()
    if (by !== undefined) await dropWaiting(store, `reading was cancelled by ${by}; noroshi rerun reads it`, kept)
    for (const job of jobs) {
      if (others.includes(job)) continue
      const outcome: JobOutcome = { ...NO_OUTCOME, ...counted(meter, shareOf(job, jobs)), failure: cancelled.has(job.id) ? null : messageOf(thrown) }
      await this.#save({ ...job, outcome, state: cancelled.has(job.id) ? 'cancelled' : 'failed', finishedAt: new Date() })
    }
    this.foldSoon(store.ledger.organisation)
  }

  async #foldAll(): Promise<void> {
    this.#unfoldedSince = null
    for (const [organisation, jobs] of this.#folding) {
      this.#folding.delete(organisation)
      try {
        await this.#parts.inTurn(() => this.#parts.fold(this.#storeOf(organisation)))
        for (const job of jobs) await this.#save({ ...job, state: 'done', finishedAt: new Date() })
        this.#parts.onFolded(organisation)
      } catch (thrown) {
        if (this.#closed) return
        this.#parts.onTrouble(thrown)
        const failure = `the cases could not be made: ${messageOf(thrown)}`
        for (const job of jobs) await this.#save({ ...job, state: 'failed', outcome: { ...job.outcome, failure }, finishedAt: new Date() })
      }
    }
  }

  #toFold(job: Job): void {
    const jobs = this.#folding.get(job.organisation) ?? []
    this.#folding.set(job.organisation, [...jobs, { ...job, state: 'folding' }])
    this.#unfoldedSince ??= performance.now()
  }

  async #save(job: Job): Promise<void> {
    await saveJob(this.#storeOf(job.organisation).ledger, job)
    this.#tell(job)
  }

  #tell(job: Job): void {
    this.#parts.onChange(this.#live(job))
  }

  #unfinished(id: string): Job | undefined {
    return this.#current?.jobs.find(job => job.id === id) ?? this.#waiting.find(job => job.id === id) ?? [...this.#folding.values()].flat().find(job => job.id === id)
  }

  #live(job: Job): LiveJob {
    const current = this.#current
    if (current?.jobs.some(({ id }) => id === job.id) === true) return { ...job, progress: partOf(current.meter.progress, shareOf(job, current.jobs)) }
    const { bytesRead, events } = job.outcome
    const isRead = job.state === 'done' || job.state === 'folding'
    return { ...job, progress: { bytesRead, bytesTotal: isRead ? bytesRead : 2 * bytesOf(job), events } }
  }

  #storeOf(organisation: string): IngestStore {
    const { store } = this.#parts
    return organisation === store.ledger.organisation ? store : { ...store, ledger: { ...store.ledger, organisation } }
  }
}

function counted(meter: JobMeter, share: number): Pick<JobOutcome, 'bytesRead' | 'events'> {
  const { bytesRead, events } = partOf(meter.progress, share)
  return { bytesRead, events }
}

function partOf({ bytesRead, bytesTotal, events }: JobProgress, share: number): JobProgress {
  return { bytesRead: Math.round(bytesRead * share), bytesTotal: Math.round(bytesTotal * share), events: Math.round(events * share) }
}
