/** What a worker process may use before it is stopped and its task given back. */
export interface WorkerLimits {
  /** MB of JavaScript heap. */
  readonly heapMb: number
  /** MB of memory as the system counts it, the heap and the buffers outside it. */
  readonly memoryMb: number
  /** Milliseconds without a sign of life while it works on a task. */
  readonly silenceMs: number
  /** Whether its large tables are to lie in huge pages; not by default: what is spread thinly over its memory would then take more of it. */
  readonly hugePages?: boolean
}

/** MB that a worker may take beside its heap: Node itself 60, chunks and batches in buffers a few hundred. */
export const BESIDE_HEAP_MB = 1_024

/** A rule set takes 100–200 MB of heap and a batch a few; a worker reports several times a second: past these it is out of hand. */
export const WORKER_LIMITS: WorkerLimits = { heapMb: 2_048, memoryMb: 2_048 + BESIDE_HEAP_MB, silenceMs: 300_000 }

/** How worker processes are kept. */
export const WORKER_PROCESS = {
  /** Per cent that its heap may grow by before garbage is collected; by itself Node lets it grow to several times what is in use. */
  heapGrowth: 20,
  /**
   * MB that it may grow by where that is more: with our own rules a heap is 40 MB, and to look it through for each fifth was a fifth of all the time of a worker
   * that reads documents with members of members.
   */
  heapGrowthMb: 40,
  /** MB of each half of the space for new objects: as fast as Node's own choice, in 50 MB less. */
  youngMb: 16,
  /** Milliseconds between looks at its memory, each some microseconds of work. */
  measureMs: 500,
  /** Bytes of a page, which the system counts memory in (x86-64, arm64). */
  pageBytes: 4_096,
  /** Characters of its standard error that are kept: the engine's report of its end takes some thousand. */
  lastCharacters: 16_384,
  /** Milliseconds without a sign of life that one may need to begin, at least. */
  startMs: 120_000,
  /** Milliseconds in which an idle one ends by itself: it only writes its compiled code. */
  endMs: 2_000,
  /** Added to its share of memory in thousandths when the kernel chooses whom to end (proc(5), oom_score_adj); the engines have 0. */
  outOfMemoryScore: 500,
  /**
   * How far it steps back for what people wait for (setpriority(2)): beside one thread of that it gets a quarter of a processor, not half. Further back, other
   * programs on a busy machine would hold it up for as long as it may be silent.
   */
  nice: 5,
} as const

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
