/**
 * Which way of reading a result was made by; counted up whenever the code of a decoder or of the mappings comes to tell something else of
 * the same content: test/decoder-version.test.ts fails until it is. `noroshi rerun` makes the results new.
 */
export const DECODER_VERSION = '1'

/**
 * Decompressed bytes of chunks that go into the store together: as many that an insert (some milliseconds, whatever is in it) and a synced
 * commit do not show, as few that workers end about together.
 */
export const GROUP_BYTES = 32 * 1024 * 1024

/** Chunks that go into the store together: of small files, one each; all of them are one message and one transaction. */
export const GROUP_CHUNKS = 1_000

/** Spool files that are kept to be written over: one for each group under way on a small machine, about a hundred megabytes each. */
export const SPARE_FILES = 4

/** Bytes read last that are kept for the records in them: a few batches of the longest records, and what a decoder holds back. */
export const RAW_WINDOW_BYTES = 8 * 1024 * 1024

/** Chunks asked of the ledger at a time: a list of some megabytes. */
export const CHUNKS_LISTED = 10_000

/** Files received at a time: each waits for the disk several times, and what waits together is written together. */
export const FILES_AHEAD = 16

/** Evidence entered into the ledger in one commit, at most. */
export const EVIDENCE_ENTERED = 500

/** Evidence looked through at a time beyond the number of workers, so that none waits for the ledger. */
export const SURVEYS_AHEAD = 4

/** Pieces in work beyond the number of workers: what those have read goes into the store meanwhile. */
export const PIECES_AHEAD = 2

/** Milliseconds between looks whether there is room again on a full disk. */
export const ROOM_POLL_MS = 1_000

/** Milliseconds before a store that broke off is asked again; it needs a second or two to start again. */
export const STORE_RETRY_MS = 500

/** How often a chunk is begun again because the store broke off; a store that cannot be reached for minutes will not come back by itself. */
export const STORE_TRIES = 20

/** Dead loads whose rows one start deletes: each takes the engine some milliseconds, a start should take seconds. */
export const LOADS_PURGED = 1_000

/** Blobs whose members are remembered, by how to get at them; they are read in the order in which they were entered. */
export const BLOBS_REMEMBERED = 8

/** Evidence whose place is kept in memory between being entered and being read, some hundred bytes each; of more, it is looked up. */
export const LOCATORS_REMEMBERED = 50_000

/** Rows that a store may refuse of one chunk, each found by itself, before the chunk is given up as a whole. */
export const REFUSED_ROWS = 20

/** Milliseconds before the fold is asked for again while another process has it, and how often: together some minutes. */
export const FOLD_RETRY_MS = 500
export const FOLD_TRIES = 600
