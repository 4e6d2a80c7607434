/** What a worker thread may use before it is stopped and its task given back. */
export interface WorkerLimits {
  /** MB of JavaScript heap. */
  readonly heapMb: number
  /** Milliseconds without a sign of life while it works on a task. */
  readonly silenceMs: number
}

/** A rule set takes 100–200 MB of heap and a batch a few; a worker reports several times a second: past these it is out of hand. */
export const WORKER_LIMITS: WorkerLimits = { heapMb: 2_048, silenceMs: 300_000 }
