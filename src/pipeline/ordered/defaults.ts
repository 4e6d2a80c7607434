/** Events that one run holds in memory before it goes to the disk, at most about 1 kB each. */
export const RUN_EVENTS = 50_000

/** Files read side by side; more are merged in several passes. */
export const MERGED_RUNS = 64
