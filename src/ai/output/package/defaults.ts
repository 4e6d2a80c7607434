/** Edits from which a name is another's and no slip. */
export const NEAR_EDITS = 2

/** Characters of a name up to which one edit is all. */
export const SHORT_NAME = 4

/** Letters of known names that the look for the nearest one reads: a hint is worth no more than some milliseconds. */
export const MOST_STEPS = 50_000

/** Unknown names of one look for which the nearest is looked for: an answer may make up thousands. */
export const MOST_HINTS = 10

/** Answers to the question for the nearest name that are kept: a name stands in many pieces of a stream. */
export const MOST_REMEMBERED = 1_000

/** Bytes of a list of packages that are read: all names of the largest ecosystem take a third. */
export const MOST_LIST_BYTES = 200_000_000

/** Lines of a list that are no name are left out, as long as they are at most one in so many: registries hold odd old names. */
export const ODD_LINES_IN = 100

/** Characters of an install command that are read. */
export const LONGEST_COMMAND = 1_000

/** Characters of a stream from which a line cannot be cut off without losing what it says of packages. */
export const LOOK_AHEAD = 100

/** Unknown names of one look that are told. */
export const MOST_UNKNOWN = 500

/** Modules of the program itself that are remembered of an answer. */
export const MOST_OWN_MODULES = 1_000
