/** Limits of the intake of logs over HTTP. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export const INTAKE_LIMITS = {
  /** Of one request's body as it comes: what Elasticsearch takes at most, too. */
  bodyBytes: 100 * 1_048_576,
  /** Of one request's body, decompressed. Clients send 5 to 50 MB; a bomb of a thousand times its size ends here. */
  contentBytes: 100 * 1_048_576,
  /** Of all bodies that are read and not yet answered: three of the largest, or hundreds of the usual ones. */
  heldBytes: 320 * 1_048_576,
  /** What a client that is turned away shall wait before it tries again, in seconds: a spool is emptied in some. */
  retryAfterSeconds: 5,
  /** Of all headers of a request together: a token is 1 kB. */
  headerBytes: 16_384,
  headersMs: 15_000,
  /** Until the whole request is there: the largest over a slow line. */
  requestMs: 300_000,
  /** A connection without a request; shippers keep theirs open. */
  idleMs: 120_000,
  /** How often connections are looked through for those that are late. */
  checkMs: 5_000,
  /** Open at a time: as many agents, each of which holds one or two. */
  connections: 4_096,
  /** For open requests to end when the endpoint stops. */
  stopMs: 5_000,
} as const

/** Longest action line of a bulk request, in bytes; a real one has 200. */
export const ACTION_BYTES = 16_384

/** Different action lines that are remembered within one request, so that equal ones are read once. */
export const REMEMBERED_ACTIONS = 1_024

/** Records of one request; a body of 100 MB could hold 50 million empty ones, each of which wants an answer. */
export const REQUEST_RECORDS = 1_000_000

/** Deepest nesting of a value in OTLP; attributes of real ones have two or three levels. */
export const OTLP_DEPTH = 64

/** Longest name of a host, source, index or sourcetype given with a request, in UTF-16 units. */
export const METADATA_LENGTH = 1_024

/** How long a request may wait until its records are durable, in milliseconds; shippers give up after 60 to 90 seconds. */
export const KEEP_MS = 20_000

/** The version of Elasticsearch that shippers are told: Beats refuse one older than themselves, and none minds a newer one. */
export const ELASTICSEARCH_VERSION = '9.2.0'
