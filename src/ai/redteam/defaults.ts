/** Milliseconds for one answer of a target. */
export const TARGET_MS = 120_000

/** Bytes of one answer. */
export const MOST_ANSWER_BYTES = 8 * 2 ** 20

/** Ways that are tried for each goal, unless told otherwise: enough for each kind of way and the neighbours of what nearly worked. */
export const TRIES = 24

/** Characters of an answer to a shop's customer that nobody needs: 4,000 tokens, ten pages. */
export const SPENT_CHARACTERS = 16_000

/** Characters of an answer that the report quotes. */
export const QUOTED_CHARACTERS = 400

/** Questions that are asked at once. */
export const AT_ONCE = 4

/** Bytes of the file of a run; larger ones are none of ours. */
export const LONGEST_RUN_BYTES = 64 * 2 ** 20
