/** MB of JavaScript heap a worker thread may use: a rule set takes 100–200, a batch a few; past this something is wrong. */
export const WORKER_HEAP_MB = 2_048

/** A worker reports progress at least every few seconds; one silent for this long hangs and is stopped. */
export const WORKER_SILENCE_MS = 300_000
