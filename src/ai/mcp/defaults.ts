/** Bytes of one message from the assistant. */
export const MESSAGE_BYTES = 1024 * 1024

/** Characters of an answer: what is longer would push everything else out of a model's context. */
export const ANSWER_CHARACTERS = 100_000

/** Shorter texts cannot hold an order. */
export const SHORTEST_JUDGED = 12

/** Characters of an answer that are judged before others have a turn, and what a text costs beside its length. */
export const CHARACTERS_AT_ONCE = 20_000
export const TEXT_COST_CHARACTERS = 200

/** Texts of one answer that are judged one by one; behind them all are withheld. */
export const MOST_JUDGED = 20_000

/** Milliseconds for one question to Noroshi. */
export const ASK_MS = 120_000

/** Questions under way; further ones wait. */
export const MOST_AT_ONCE = 8

/** Characters from which an encoded picture is left as it is; a shorter one is decoded and judged as a text. */
export const LONGEST_READ_ENCODED = 10_000
