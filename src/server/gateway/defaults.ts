/** Milliseconds between looks for exceptions that another process changed, and between counts of their uses. */
export const EXCEPTIONS_LOOK_MS = 10_000
