/** Days that the authority of sensors holds: the machines that know it are hard to reach. */
export const AUTHORITY_DAYS = 7_300

/** Days that the hub's certificate for sensors holds; each start makes another. */
export const HUB_CERTIFICATE_DAYS = 3_650

/** Days that a sensor's certificate holds. It is renewed by itself; one that was off for a year is enrolled anew. */
export const SENSOR_CERTIFICATE_DAYS = 397

/** Limits of the port that sensors report to. Bytes, milliseconds. */
export const HUB_LIMITS = {
  /** Of what a stranger may send: a token and a key. */
  enrolBytes: 16_384,
  /** Of a report: 200 sources with their last troubles. */
  reportBytes: 1_048_576,
  /** Sources of one sensor. */
  sources: 200,
  headerBytes: 8_192,
  headersMs: 15_000,
  /** A segment of 3 MB, packed, over a line of 64 kbit/s. */
  requestMs: 600_000,
  idleMs: 120_000,
  /** Open at a time; a sensor has two. */
  connections: 20_000,
  /** Of those, without a certificate (yet): the machines behind one address that come back at once after the hub was away, and in all. */
  strangersOfOne: 128,
  strangers: 2_048,
  stopMs: 3_000,
  /** How long a sensor is asked to wait when nothing can be taken, in seconds. */
  retrySeconds: 5,
  /** The largest window that packed bytes may ask memory for: 2^24. */
  windowLog: 24,
} as const

/** Milliseconds between two notes of which sensors were seen. */
export const SEEN_NOTE_MS = 60_000

/** Milliseconds after a sensor's last word at which it counts as away: six of its reports. */
export const AWAY_MS = 60_000
