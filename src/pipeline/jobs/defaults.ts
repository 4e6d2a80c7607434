/** Milliseconds between two reports of one job's progress: often enough for a bar that moves. */
export const JOB_REPORT_MS = 250

/** Milliseconds after which what was read is folded into cases though other jobs wait: design.md's once a minute. */
export const FOLD_EVERY_MS = 60_000

/** Jobs that are read together, at most: what one drag brings. */
export const JOINED_JOBS = 200

/** Bytes of jobs that are read together, at most: beyond it one keeps all workers busy by itself. */
export const JOINED_BYTES = 64 * 2 ** 20
