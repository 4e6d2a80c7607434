/** Characters of one text that are judged; what is longer is judged in pieces by the caller. */
export const MAXIMUM_CHARACTERS = 1_000_000

/** How often what was decoded is looked through again: base64 in URL escapes in base64. */
export const DECODING_ROUNDS = 3

/** Decoding may not make a text longer than this many times its length. */
export const DECODING_GROWTH = 2

/** Letters a base64 or base32 run must have: shorter ones are words. */
export const ENCODED_RUN_CHARACTERS = 16

/** Of what a run decodes to, this share must be letters, digits, spaces and common punctuation to be called text. */
export const READABLE_SHARE = 0.9

/** A text reads as English when this share of its words is among the commonest; shifted or reversed text has next to none. */
export const ENGLISH_SHARE = 0.25

/** Under this share of common words a text is tried reversed and shifted by every distance. */
export const FOREIGN_SHARE = 0.08

/** Common words a reading must have: one may come about by chance. */
export const COMMON_WORDS = 2

/** Words a segment needs before its language is judged. */
export const SEGMENT_WORDS = 3

/** Characters of one segment that are tried in other readings. */
export const SEGMENT_CHARACTERS = 4_096

/** Single letters in a row, one separator between two, that are read as one spelt word. */
export const SPELT_LETTERS = 4

/** A text whose words are so much more often common ones once digits are read as letters is leet, and is read that way only. */
export const LEET_GAIN = 0.12
