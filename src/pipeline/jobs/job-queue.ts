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
import { FOLD_EVERY_MS, JOB_REPORT_MS } from './defaults.ts'
import type { JobProgress } from './job-meter.ts'
import { JobMeter } from './job-meter.ts'
import { dropWaiting, runJob } from './run-job.ts'

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

interface RunningJob {
  readonly job: Job
  readonly meter: JobMeter
  readonly stop: AbortController
  cancelledBy: string | null
}

/**
 * Evidence that is read in the background: one job at a time, in the order in which they came, folded together when none waits, at the latest
 * each minute. Jobs are kept: whatever was not finished when the process ended is begun again by the next.
 */
export class JobQueue {
  readonly #parts: JobQueueParts
  readonly #waiting: Job[] = []
  /** Read and not yet folded, by organisation. */
  readonly #folding = new Map<string, Job[]>()
  #unfoldedSince: number | null = null
  #current: RunningJob | null = null
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

  get running(): number {
    return this.#waiting.length + (this.#current === null ? 0 : 1)
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
    if (current?.job.id !== id || current.job.organisation !== organisation) return false
    current.cancelledBy = person
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
      const job = this.#waiting.shift()
      if (job !== undefined) await this.#run(job)
      const overdue = this.#unfoldedSince !== null && performance.now() - this.#unfoldedSince >= FOLD_EVERY_MS
      if (!this.#closed && (this.#waiting.length === 0 || overdue)) await this.#foldAll()
      if (this.#waiting.length === 0 && this.#folding.size === 0) return
    }
  }

  async #run(waiting: Job): Promise<void> {
    const stop = new AbortController()
    let reported = 0
    const meter = new JobMeter(waiting.files.reduce((sum, { bytes }) => sum + bytes, 0), stop.signal, () => {
      if (performance.now() - reported < JOB_REPORT_MS) return
      reported = performance.now()
      this.#tell(job)
    })
    const job: Job = { ...waiting, state: 'running', startedAt: new Date() }
    const current: RunningJob = { job, meter, stop, cancelledBy: null }
    this.#current = current
    const store = this.#storeOf(job.organisation)
    try {
      await this.#save(job)
      const outcome = await this.#parts.inTurn(() => runJob(store, this.#parts.reading, job, meter))
      this.#current = null
      this.#toFold({ ...job, outcome })
      await this.#save({ ...job, state: 'folding', outcome })
    } catch (thrown) {
      this.#current = null
      // Of a process that ends nothing is written down: the next start begins it again.
      if (this.#closed) return
      const outcome: JobOutcome = { ...NO_OUTCOME, ...counted(meter), failure: current.cancelledBy === null ? messageOf(thrown) : null }
      await this.#ended(store, { ...job, outcome }, current.cancelledBy).catch((trouble: unknown) => this.#parts.onTrouble(trouble))
    }
  }

  async #ended(store: IngestStore, job: Job, cancelledBy: string | null): Promise<void> {
    if (cancelledBy !== null) await dropWaiting(store, `reading was cancelled by ${cancelledBy}; noroshi rerun reads it`)
    await this.#save({ ...job, state: cancelledBy === null ? 'failed' : 'cancelled', finishedAt: new Date() })
    this.foldSoon(job.organisation)
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
    if (this.#current?.job.id === id) return this.#current.job
    return this.#waiting.find(job => job.id === id) ?? [...this.#folding.values()].flat().find(job => job.id === id)
  }

  #live(job: Job): LiveJob {
    if (this.#current?.job.id === job.id) return { ...job, progress: this.#current.meter.progress }
    const { bytesRead, events } = job.outcome
    const isRead = job.state === 'done' || job.state === 'folding'
    return { ...job, progress: { bytesRead, bytesTotal: isRead ? bytesRead : 2 * job.files.reduce((sum, { bytes }) => sum + bytes, 0), events } }
  }

  #storeOf(organisation: string): IngestStore {
    const { store } = this.#parts
    return organisation === store.ledger.organisation ? store : { ...store, ledger: { ...store.ledger, organisation } }
  }
}

function counted(meter: JobMeter): Pick<JobOutcome, 'bytesRead' | 'events'> {
  const { bytesRead, events } = meter.progress
  return { bytesRead, events }
}
