import type { EvidenceProgress } from '../evidence-task.ts'
import type { RunTask } from '../ingest/ingest-tasks.ts'

/** How far a job is. Every byte is read twice: once to know it, once to decode it. */
export interface JobProgress {
  readonly bytesRead: number
  /** As far as it is known yet: it grows while archives are opened. */
  readonly bytesTotal: number
  readonly events: number
}

/** Thrown where a job that was stopped would begin another piece of work. */
class JobStopped extends Error {
  override readonly name = 'JobStopped'
}

/** Counts what the workers do for one job, and lets them begin nothing more once it is stopped. */
export class JobMeter {
  readonly #signal: AbortSignal
  readonly #onProgress: (seen: EvidenceProgress) => void
  readonly #running = new Set<Promise<unknown>>()
  #surveyed = 0
  #read = 0
  #events = 0
  #known: number

  /** @param bytes of the files as they were handed in */
  constructor(bytes: number, signal: AbortSignal, onProgress: (seen: EvidenceProgress) => void) {
    this.#known = bytes
    this.#signal = signal
    this.#onProgress = onProgress
  }

  get progress(): JobProgress {
    const bytesTotal = 2 * Math.max(this.#known, this.#surveyed)
    return { bytesRead: Math.min(this.#read, bytesTotal), bytesTotal, events: this.#events }
  }

  /** The same runner, counted. @throws JobStopped */
  counting(run: RunTask): RunTask {
    return async (task, onProgress) => {
      if (this.#signal.aborted) throw new JobStopped('the job was stopped')
      const work = run(task, seen => {
        this.#add(seen)
        onProgress(seen)
      })
      const settled: Promise<unknown> = work.catch(() => {}).finally(() => this.#running.delete(settled))
      this.#running.add(settled)
      const result = await work
      if (result.kind === 'survey') this.#surveyed += result.surveyed.bytes
      return result
    }
  }

  /** When no worker is at it any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #add(seen: EvidenceProgress): void {
    this.#read += seen.bytes
    this.#events += seen.events
    this.#onProgress(seen)
  }
}
