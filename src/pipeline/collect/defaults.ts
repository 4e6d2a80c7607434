/**
 * Bytes at which a segment is sealed: half of what goes into the store together, so that two workers have one each; a second or two of a
 * source that sends 50,000 lines a second, so that what is found of it is not old.
 */
export const SEAL_BYTES = 16 * 1024 * 1024

/** Records at which a segment is sealed: half of what one chunk may hold, so that a segment is always one chunk. */
export const SEAL_RECORDS = 500_000

/**
 * Seconds after its first record at which a segment is sealed, however small it is. Findings become cases at most once a minute, so sooner
 * would show nobody anything sooner; each segment is a piece of evidence with its custody, 2,880 a day of a source that is never quiet.
 */
export const SEAL_SECONDS = 30

/** Bytes of sealed segments that may wait on the disk for the store, of all sources together, before senders are slowed. */
export const SPOOL_BYTES = 4 * 1024 * 1024 * 1024

/** Bytes that the spool leaves free on its disk: the engines need room to go on with what is there. */
export const DISK_RESERVE_BYTES = 256 * 1024 * 1024

/** Milliseconds between looks at how much room the disk has. */
export const ROOM_CHECK_MS = 1_000

/** Bytes of records in one batch, which is kept whole or not at all: a usual bulk request. A segment stays well below what one chunk may hold. */
export const BATCH_BYTES = 16 * 1024 * 1024

/** Bytes that are written in one call: longer ones hold back those who wait behind it. */
export const WRITE_BYTES = 4 * 1024 * 1024

/** Characters of the line before a batch; most of them the path of a file that is followed. */
export const BATCH_LINE_CHARACTERS = 4_352

/** Bytes of the line before all batches. */
export const SEGMENT_LINE_BYTES = 4_096

/** Characters of what a content is called. */
export const DOCUMENT_NAME_CHARACTERS = 600

/** Marks of one source that are remembered: of objects in a store, files in a folder. A hundred bytes each. */
export const MARKS_KEPT = 250_000

/** Lines by which the file of marks may outgrow twice what it says before it is written anew. */
export const MARKS_REWRITTEN = 10_000

/** Bytes of segments that are read into the store together. */
export const FED_BYTES = 128 * 1024 * 1024

/** Milliseconds before a segment that the store did not take is given to it again. */
export const FEED_RETRY_MS = 2_000

/** Milliseconds between two folds of what streams bring: the once a minute of all that is live. */
export const STREAM_FOLD_MS = 60_000

/** Seconds over which the rate of a source is told. */
export const RATE_SECONDS = 60

/** The last troubles of a source that are kept to be shown. */
export const SAMPLES_KEPT = 10

/** Milliseconds before an address that could not be opened is tried again: what has it may end. */
export const LISTEN_RETRY_MS = 10_000

/** Seconds of silence below which nothing is said of any source: restarts of senders and networks take minutes. */
export const SILENCE_SECONDS = 300

/** Times its longest known pause that a source may be silent: one such pause was normal, twice as long was never seen. */
export const LONGER_THAN_USUAL = 2

/** Seconds that a source must be known before its silence says anything: one night. */
export const KNOWN_SECONDS = 86_400

/** Milliseconds before something that could not be looked at is looked at again, at first and at most. */
export const POLL_RETRY_MS = 5_000
export const MOST_POLL_RETRY_MS = 300_000

/** Milliseconds between looks whether a source is silent; also how exactly pauses are learnt. */
export const RHYTHM_LOOK_MS = 10_000

/** Looks after which what was learnt is written down: once a minute. */
export const RHYTHM_KEPT_LOOKS = 6

/** Bytes of a segment that another machine sealed: twice what one of ours can come to, and what one chunk may hold. */
export const RECEIVED_BYTES = 64 * 1024 * 1024

/** Segments of another machine that are remembered, to know one that comes again: it sends again what was on its way, one or two. */
export const JOURNAL_ENTRIES = 4_096

/** Numbers that a stream of another machine may skip: it skips one at each sudden end. */
export const MOST_NUMBERS_SKIPPED = 1_000_000

/** Seconds without a word from another machine after which its sources are shown as failed: six of its reports. */
export const AWAY_SECONDS = 60

/** Milliseconds that a source which is tried may take to open: another machine may have to answer. */
export const TRIAL_BEGIN_MS = 15_000

/** Milliseconds that a source which is tried is then looked at: what it cannot read it finds at its first look. */
export const TRIAL_LOOK_MS = 1_000
