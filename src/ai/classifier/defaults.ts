/** Weights of each model: features are hashed onto so many places. */
export const MODEL_SIZE = 2 ** 18

/** Letters of the pieces of words that are looked at; of scripts that write no spaces, single letters and up say something. */
export const SHORTEST_PIECE = 3
export const SHORTEST_DENSE_PIECE = 1
export const LONGEST_PIECE = 5

/** Code units from here on are letters of scripts that write a syllable or a word each (CJK radicals and what follows). */
export const DENSE_FROM = 0x2e80

/** What a word or a pair of words counts: its pieces are many, and would drown it. */
export const WORD_COUNTS = 3

/** Added to the square of a text's length, some ten words' worth: a word alone says little of what somebody wants. */
export const LENGTH_OF_LITTLE = 2_000

/** What one step of a rarity is worth: 255 steps reach the rarest feature of 25,000 texts. */
export const RARITY_STEP = 0.04

/** Characters of a run of sentences that is judged together. */
export const WINDOW_CHARACTERS = 400

/** Stretches of a long sentence that are judged apart, one each so many characters. */
export const STRETCHES = [{ length: 64, step: 20 }, { length: 128, step: 40 }] as const

/** Characters after which a word has begun, or none will. */
export const LONGEST_STEP = 20

/** Concepts this near to each other are looked at together. */
export const PAIR_CHARACTERS = 80

/** Pairs of concepts of one window. */
export const MAXIMUM_PAIRS = 200

/** A sentence shorter than this is judged with the next one only. */
export const SENTENCE_CHARACTERS = 12
