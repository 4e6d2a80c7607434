/** Tables of the state store that a copy leaves out: what migrations write themselves, and sessions and links, which must not come to life again. */
export const LEFT_OUT_TABLES: readonly string[] = ['migration', 'session', 'sign_in_link']

/** Rows read at once from a table: cases have bodies of some kilobytes. */
export const READ_ROWS = 1_000

/** Rows, and characters, of one statement that fills a table. */
export const FILL_ROWS = 2_000
export const FILL_BYTES = 4_000_000

/** Tables of the event store, whose rows are keyed by their load. Events come last: what deletes rows begins with them. */
export const LOAD_TABLES: readonly string[] = ['signals', 'holdings', 'telescope_minutes', 'telescope_packets', 'matches', 'events']

/** Events copied with one statement, at most but for the last load: some gigabytes of the engine's blocks. */
export const GROUP_EVENTS = 4_000_000

/** Loads whose numbers share this many bits at the top are copied together, so that groups stay the same when others are added. */
export const GROUP_LOADS = 4_096
