/** Milliseconds between two reports of one job's progress: often enough for a bar that moves. */
export const JOB_REPORT_MS = 250

/** Milliseconds after which what was read is folded into cases though other jobs wait: design.md's once a minute. */
export const FOLD_EVERY_MS = 60_000
