/** What the embedded ClickHouse may use, and how many requests it serves at once. Each may be set in `noroshi.yaml`. */
export interface ClickHouseLimits {
  /** Bytes one query may take; the engine's own default is the whole machine. */
  readonly queryMemoryBytes: number
  /** Bytes the engine may take for all queries together. */
  readonly serverMemoryBytes: number
  /** Threads one query may use. */
  readonly threads: number
  /** Seconds one query may run. */
  readonly querySeconds: number
  /** Queries that run at once; the next ones wait in the order they came. */
  readonly querySessions: number
  /** Inserts that run at once. */
  readonly insertSessions: number
}

/** Two cores and 4 GB are the small machine: one query must leave room for the others and for the pipeline. */
export const CLICKHOUSE_LIMITS: ClickHouseLimits = {
  queryMemoryBytes: 1_000_000_000,
  serverMemoryBytes: 1_600_000_000,
  threads: 2,
  querySeconds: 300,
  // A session costs little; what waits behind a long query is a person.
  querySessions: 24,
  insertSessions: 2,
}

/** How far merges step back for queries (setpriority(2)): beside one such thread a merge gets a tenth of a processor, so that parts do not pile up. */
export const MERGES_NICE = 10

/**
 * Milliseconds that an insert waits for queries before each block of some 8,000 rows: longer than nearly all of them take, and under querying without end there is
 * still room for 16,000 events a second.
 */
export const LONGEST_STEP_BACK_MS = 500

/** Year and month of the oldest release that an external server may be: the embedded one is newer, and the SQL is the same for both. */
export const OLDEST_RELEASE = [26, 4] as const

/** `KILL QUERY` from outside: these never wait for a query. */
export const CONTROL_SESSIONS = 4

/** Requests that may wait for a session; past these the caller is told to come later. */
export const WAITING_REQUESTS = 1_000

/** Bytes that must be free for each thread that a query gets: what one reads and sorts at a time, several times over. */
export const THREAD_MEMORY_BYTES = 128 * 1_048_576

/** Share of a query's memory that a sort or an aggregation may take before it goes on in files. */
export const SPILL_SHARE = 0.5

/** Bytes of SQL text in the body of a request; the engine's own `max_query_size` is smaller, but data of a small insert may follow. */
export const STATEMENT_BYTES = 64 * 1_048_576

/** Bytes of an insert's body after decompression: many times the largest batch of the pipeline. */
export const INSERT_BODY_BYTES = 4 * 1_073_741_824

/** Bytes of a result held back so that an error early on is still an HTTP error, and not the end of a torn result. */
export const HELD_RESULT_BYTES = 65_536

/** Bytes of the URL and headers of a request: parameters of a query travel in the URL. */
export const HEADER_BYTES = 1_048_576

/** Milliseconds between attempts to stop a query in the engine, which may not have registered it yet. */
export const KILL_RETRY_MS = 50

/** Milliseconds an idle connection is kept; longer than the client keeps it, so that it never sends into a closing one. */
export const KEEP_ALIVE_MS = 60_000

/** Milliseconds without a byte from the engine after which the client gives up: more than a query may run. */
export const REQUEST_TIMEOUT_MS = 360_000

/** Milliseconds the engine may take to close: it finishes what it merges, and what it has acknowledged is safe without. */
export const CLOSE_MS = 10_000

/** Milliseconds the first start may take: an engine that was killed reads back its parts. */
export const START_MS = 120_000

/**
 * Milliseconds in which memory that the engine has freed goes back to the system; by itself seconds, in which the next insert takes as much again: 120 to 170 MB
 * more at most. At once would make an insert of lines half as dear again, since all pages would come anew.
 */
export const FREED_MEMORY_MS = 300

/** Bytes that the engine leaves free on its disk: it does not notice when a write fails. A spool file and a piece of PostgreSQL's log fit in. */
export const ROOM_BYTES = 64 * 1_048_576

/** Milliseconds between looks at the parts that merges have made; the engine removes their sources after some minutes. */
export const LOOK_PAUSE_MS = 5_000

/** Milliseconds before an engine that died is started again, so that one that dies at once does not keep the machine busy. */
export const RESTART_PAUSE_MS = 200

/** Times that an engine is started before the program gives up: with the pauses between them, some six seconds, in which one that was left behind ends. */
export const FIRST_START_TRIES = 5

/** Milliseconds that this pause grows to while it cannot start. */
export const LONGEST_RESTART_PAUSE_MS = 10_000
