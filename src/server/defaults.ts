/** Limits of the HTTP server. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export const SERVER_LIMITS = {
  /** Of a body that is no upload: a note is a few kB, a hunt less. */
  bodyBytes: 1_048_576,
  /** Of one line of a list that is asked for without a limit, and at most. */
  listLimit: 50,
  mostListed: 200,
  /** All headers of a request together; cookies and a token are 1 kB. */
  headerBytes: 16_384,
  /** Until all headers are there: a slow line needs two seconds. */
  headersMs: 15_000,
  /** Until the whole request is there: a piece of an upload over a slow line. */
  requestMs: 180_000,
  /** A connection without a request. */
  idleMs: 75_000,
  /** How often connections are looked through for those that are late. */
  checkMs: 2_000,
  /** Open at a time: 500 event streams, and pages that open six each. */
  connections: 4_096,
  /** Of one address; a proxy or an office behind one address stays below. */
  connectionsOfOne: 1_024,
  /** Requests over one connection before it is closed: none holds one for ever. */
  requestsOfConnection: 10_000,
  /** For open requests to end when the server stops. */
  stopMs: 3_000,
} as const

/** Before a store that broke off is asked once more: most starts take half a second. */
export const STORE_PAUSE_MS = 500
