/** Errors listed per evidence; the rest is counted in one last entry, so that a hostile file cannot make the report grow. */
export const LISTED_ERRORS = 1_000

/** How often a worker says how far it is. */
export const PROGRESS_INTERVAL_MS = 250

/**
 * How often a task whose worker died is tried before its bytes are quarantined, by who ended the worker. What others ended may be to blame
 * all the same: the kernel, short of memory, ends the process that takes most.
 */
export const TASK_ATTEMPTS = { itself: 2, others: 10 } as const
