/** Records of each file that are read to tell what it would yield: enough to see every kind of a log, done in seconds. */
export const TRIED_RECORDS = 200_000

/** Errors that are shown with the bytes at their place. */
export const SAMPLED_ERRORS = 10

/** Bytes shown of the place of an error. */
export const ERROR_SAMPLE_BYTES = 160

/** Programs that no mapping knows, named at most. */
export const NAMED_PROGRAMS = 20
