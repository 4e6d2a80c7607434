/** How the embedded PostgreSQL is run. */
export const SERVER = {
  /** Longest path of a Unix socket, in bytes: `sun_path` holds 108 with its closing NUL (unix(7)). */
  socketPathBytes: 107,
  /** Only the name of the socket file: nothing listens on TCP. */
  port: 5432,
  /** Milliseconds until it accepts connections; after a crash it first replays its log, at most 1 GB of it. */
  startMs: 300_000,
  /** Milliseconds between two looks at whether it does. */
  pollMs: 20,
  /** Milliseconds for a fast stop (sessions ended, checkpoint written) before an immediate one, which costs a replay at the next start. */
  fastStopMs: 6_000,
  /** Milliseconds for an immediate stop before it is killed. */
  immediateStopMs: 2_000,
  /** It is started again when it dies, but one that dies more often than this within a minute is broken. */
  restartsPerMinute: 10,
  /** The process that holds it is started again after so many milliseconds, doubled each time that it does not start, */
  restartPauseMs: 500,
  /** up to this. */
  longestRestartPauseMs: 10_000,
  /** Bytes free on its disk below which it is for want of room that it is down: two segments of its log. */
  roomBytes: 32 * 1_048_576,
} as const

/** The pool of connections; the server allows 50. */
export const POOL = {
  max: 16,
  /** Milliseconds after which an idle connection is closed: each costs the server about 2 MB. */
  idleMs: 30_000,
  /** Milliseconds until a connection must stand. */
  connectMs: 10_000,
} as const

/** Work that a dying server interrupted is tried again. */
export const RETRY = {
  /** Milliseconds from the first failure until it is given up: a start after a crash usually takes one or two seconds. */
  forMs: 60_000,
  /** Milliseconds before the second try, doubled for each further one, */
  firstMs: 25,
  /** up to this. */
  mostMs: 1_000,
} as const

/** The oldest external server that is supported: Debian 12 carries it. */
export const OLDEST_SERVER = 15

/** Where root keeps what another account must be able to read when the clone or the data folder is closed to it. */
export const SHARED_FOLDER = '/var/lib/noroshi'
