/** Bytes of a file of configuration or instructions; larger ones are told and left. */
export const MOST_FILE_BYTES = 4 * 2 ** 20

/** Files that are looked at below a folder. */
export const MOST_FILES = 10_000

/** Levels of folders that are looked into, and of a JSON value. */
export const MOST_DEPTH = 32

/** Findings of one file. */
export const MOST_FINDINGS = 200
