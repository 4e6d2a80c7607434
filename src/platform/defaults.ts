/** What a worker thread may use before it is stopped and its task given back. */
export interface WorkerLimits {
  /** MB of JavaScript heap. */
  readonly heapMb: number
  /** Milliseconds without a sign of life while it works on a task. */
  readonly silenceMs: number
}

/** A rule set takes 100–200 MB of heap and a batch a few; a worker reports several times a second: past these it is out of hand. */
export const WORKER_LIMITS: WorkerLimits = { heapMb: 2_048, silenceMs: 300_000 }

/** What a supervised child process is allowed. */
export const CHILD_LIMITS = {
  /** Milliseconds until it must be ready: an engine starts in about a second, on a busy machine or after a crash in many. */
  startMs: 60_000,
  /** Milliseconds to stop in good order before it is killed: what it has acknowledged is safe either way. */
  stopMs: 10_000,
  /** Milliseconds between its death and the last of what it wrote. */
  lastWordsMs: 500,
  /** Last lines of its standard error that are kept, */
  lastLines: 40,
  /** of at most so many characters, */
  lineLength: 2_000,
  /** and how many of them a message shows. */
  linesInMessage: 5,
} as const
