/** How far causes are followed. */
const MOST_CAUSES = 8

/**
 * Whether work ended because whoever asked for it went away, and for no other reason: the signal of the request, or what a library makes of it
 * (DOM's `AbortError`; “The user aborted a request.” of @clickhouse/client; “aborted” of a body that breaks off in Node).
 */
export function isBrokenOff(thrown: unknown, signal: AbortSignal): boolean {
  let cause = thrown
  for (let depth = 0; depth < MOST_CAUSES && cause !== undefined; depth++) {
    if (cause === signal.reason && signal.aborted) return true
    if (!(cause instanceof Error)) return false
    if (cause.name === 'AbortError' || /\baborted\b/i.test(cause.message)) return true
    cause = cause.cause
  }
  return false
}
