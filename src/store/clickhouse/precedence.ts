import { LONGEST_STEP_BACK_MS } from './defaults.ts'

/** For a query whose answer a person waits for: what gives way waits while it runs. */
export const WAITED_FOR = { priority: '1' } as const

/**
 * For an insert: before each block that it reads it waits while such a query runs, for {@link LONGEST_STEP_BACK_MS} at most. What was read into spool files before
 * waits on the disk; nothing is lost, and whoever reads more waits for room.
 */
export const GIVES_WAY = { priority: '2', low_priority_query_wait_time_ms: String(LONGEST_STEP_BACK_MS) } as const
