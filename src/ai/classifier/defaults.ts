/** Weights of the model: features are hashed onto so many places. */
export const MODEL_SIZE = 2 ** 18

/** Letters of the pieces of words that are looked at. */
export const SHORTEST_PIECE = 3
export const LONGEST_PIECE = 5

/** Characters of a run of sentences that is judged together. */
export const WINDOW_CHARACTERS = 400

/** Windows of one text that are judged; of longer texts every n-th, told by the verdict. */
export const MAXIMUM_WINDOWS = 2_000

/** Concepts this near to each other are looked at together. */
export const PAIR_CHARACTERS = 80

/** Pairs of concepts of one window. */
export const MAXIMUM_PAIRS = 200

/** Concepts say more than pieces of words, and hold over languages. */
export const KIND_WEIGHTS = { piece: 1, word: 1, words: 1, concept: 3, concepts: 3 } as const

/** A sentence shorter than this is judged with the next one only. */
export const SENTENCE_CHARACTERS = 12
