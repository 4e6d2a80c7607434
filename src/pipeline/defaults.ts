/** Errors listed per evidence; the rest is counted in one last entry, so that a hostile file cannot make the report grow. */
export const LISTED_ERRORS = 1_000

/** How often a worker says how far it is. */
export const PROGRESS_INTERVAL_MS = 250

/** How often a chunk that killed its worker is tried before it is quarantined. */
export const CHUNK_ATTEMPTS = 2
