/** Characters of one text that are read: more than any model takes (two million tokens). Of what is longer it is said that it is too long. */
export const MAXIMUM_CHARACTERS = 8_000_000

/** Characters of a long text in which what nobody sees is looked for in one step: some milliseconds. */
export const SEEN_CHARACTERS = 65_536

/** Of a longer text, pieces are read by themselves; what an order says and what it is parted by is shorter than what two of them share. */
export const READ_PIECE = { most: 20_000, shared: 1_500 } as const

/** Encoded runs are longer than what they say, and decoded before the text is cut into such pieces. */
export const DECODED_STRETCH = { most: 131_072, shared: 8_192 } as const

/** How often what was decoded is looked through again: base64 in URL escapes in base64. */
export const DECODING_ROUNDS = 3

/** Decoding may not make a text longer than this many times its length. */
export const DECODING_GROWTH = 2

/** Letters a base64 or base32 run must have: shorter ones are words. */
export const ENCODED_RUN_CHARACTERS = 16

/** Of what a run decodes to, this share must be letters, digits, spaces and common punctuation to be called text. */
export const READABLE_SHARE = 0.9

/** Different characters that what a row of signs says in base 58 or 85 must have. */
export const LEAST_KINDS = 8

/** A text reads as English when this share of its words, and of its letters, is in common words; shifted or reversed text has a tenth of that. */
export const ENGLISH_SHARE = 0.45

/** Under this share of common words a text is tried backwards and shifted as a whole. */
export const FOREIGN_SHARE = 0.3

/** Words in a row that are not common before their language is asked for. */
export const FOREIGN_WORDS = 3

/** Words of four letters and more that a reading of so many words must have: short ones come about by chance. */
export const LONG_WORDS = 2
export const SEGMENT_WORDS = 3

/** Characters of a piece that decide how it reads. */
export const SAMPLE_CHARACTERS = 160

/** Characters that decide whether a reading is tried on those, and the share of their letters in common words from which it is. */
export const PROBE_CHARACTERS = 56
export const PROBED_SHARE = 0.25

/** Letters of a word; longer ones are none. */
export const LONGEST_WORD = 16

/** Single letters in a row, one separator between two, that are read as one spelt word. */
export const SPELT_LETTERS = 4

/** Different words with signs for letters from which a text is leet, and is read that way only. */
export const LEET_WORDS = 2

/** Letters from which one word with signs for letters is read as a word: shorter ones are numbers and products. */
export const LEET_LETTERS = 4

/** Ways to read one word with signs for letters that are tried. */
export const LEET_READINGS = 16

/**
 * Share of vowels above which letters stand for themselves: languages in Latin letters have 0.36 to 0.48, English shifted by thirteen 0.21, mirrored 0.13; of
 * few letters the share says less.
 */
export const VOWELS_OF_MANY = 0.33
export const VOWELS_OF_FEW = 0.42
export const FEW_LETTERS = 40

/** Of letters without spaces, the share that must be in known words, and how long those are on average, to be words. */
export const WORDY_LETTERS = 0.75
export const WORDY_LENGTH = 3.4

/** Share of common words from which text on its head is English: its letters are rare otherwise. */
export const UPRIGHT_SHARE = 0.35

/** And how much more of it must be English than of the line as it stands. */
export const UPRIGHT_GAIN = 0.2
