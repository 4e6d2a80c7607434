import { HOUR_US } from '../../model/time.ts'

/** Events that one run holds in memory before it goes to the disk, at most about 1 kB each. */
export const RUN_EVENTS = 50_000

/** Files read side by side; more are merged in several passes. */
export const MERGED_RUNS = 64

/**
 * Distances before the end of all events at which the state of stages is kept, in microseconds, the farthest first: connections are told when they end, under the time
 * when they began, so hours late; logs that rotate come a day late. Each costs the memory that stages take once more.
 */
export const SNAPSHOT_LAGS_US: readonly number[] = [24 * HOUR_US, 2 * HOUR_US]
