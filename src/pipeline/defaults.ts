/** Errors listed per evidence; the rest is counted in one last entry, so that a hostile file cannot make the report grow. */
export const LISTED_ERRORS = 1_000

/** How often a worker says how far it is. */
export const PROGRESS_INTERVAL_MS = 250

/** How often a task that killed its worker is tried before its bytes are quarantined. */
export const TASK_ATTEMPTS = 2
