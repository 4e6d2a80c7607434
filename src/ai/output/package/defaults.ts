/** Edits from which a name is another's and no slip. */
export const NEAR_EDITS = 2

/** Characters of a name up to which one edit is all. */
export const SHORT_NAME = 4

/** Names that one is held against at most: a hint is worth no more time. */
export const MOST_CANDIDATES = 20_000

/** Answers to the question for the nearest name that are kept: a name stands in many pieces of a stream. */
export const MOST_REMEMBERED = 1_000

/** Bytes of a list of packages that are read: all names of the largest ecosystem take a third. */
export const MOST_LIST_BYTES = 200_000_000

/** Characters of an install command that are read. */
export const LONGEST_COMMAND = 1_000

/** Names of one answer's piece that are looked up. */
export const MOST_NAMES = 500
