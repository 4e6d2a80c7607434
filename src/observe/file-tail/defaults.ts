/** Milliseconds between looks at the files. */
export const LOOK_MS = 1_000

/** Bytes read of a file at a time. */
export const READ_BYTES = 256 * 1024

/** Bytes of one record; what is beyond becomes another. */
export const LINE_BYTES = 1024 * 1024

/** Files that one source follows. */
export const FILES = 1_000

/** First bytes of a file by which it is known again: numbers of files are given to others. */
export const HEAD_BYTES = 256
