/** Limits of the HTTP server. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export const SERVER_LIMITS = {
  /** Of a body that is no upload: a note is a few kB, a hunt less. */
  bodyBytes: 1_048_576,
  /** Of one line of a list that is asked for without a limit, and at most. */
  listLimit: 50,
  mostListed: 200,
} as const
