/** Characters at the end of an answer that grows which are not passed on yet: cards, numbers and passwords in context may hold blanks. */
export const HELD_CHARACTERS = 64

/** Characters that are held at most where no blank comes: beyond, a text without blanks is passed on as it is judged. */
export const MOST_HELD_CHARACTERS = 4_096

/** Characters before what is new that are looked at with it. */
export const OVERLAP_CHARACTERS = 256

/** Letters of a system prompt (ideographs count twice) that an answer must repeat in a row to be a leak: about nine words. */
export const LEAK_LETTERS = 48

/** Letters between the runs of a system prompt by which a leak is found: memory falls with it, and shorter runs are met by chance. */
export const STEP_LETTERS = 16

/** Places of one run that are remembered: a prompt that repeats itself is found by any. */
export const MOST_PLACES = 4

/** Letters of a planted mark from which it is also looked for backwards, shifted and encoded: shorter ones stand in other words by chance. */
export const DISGUISED_LETTERS = 8

/** Letters of a system prompt that are remembered. */
export const REMEMBERED_LETTERS = 40_000

/** Characters of data in the address of a picture, which is fetched without anybody's doing, that are too many. */
export const PICTURE_DATA = 16

/** The same of a link, which somebody has to follow. */
export const LINK_DATA = 64

/** Characters of a line of code that are looked at as one. */
export const LONGEST_LINE = 4_096

/** Characters of a program, from where it opens a connection, in which it hands that to a shell. */
export const LONGEST_PROGRAM = 600

/** Findings of one answer that are remembered so that they are told once. */
export const MOST_TOLD = 1_000

/** Letters of a system prompt that the address of a picture or a link must hold in a row: about four words, by chance in none. */
export const ADDRESS_LETTERS = 20

/** The same as {@link STEP_LETTERS} for these. */
export const ADDRESS_STEP_LETTERS = 8

/** Characters of an address that are read for what they say. */
export const LONGEST_ADDRESS = 1_000

/** Words in the path of a picture's address from which it is likely a text: titles of pages have fewer. */
export const WORDS_OF_ADDRESS = 14

/** Pieces of one or two letters in a path from which they spell something. */
export const SHORT_SEGMENTS = 6

/** Pictures by reference, and what they refer to, that are remembered of one answer. */
export const MOST_REFERENCES = 1_000

/** Characters of letters and digits in turn from which a piece of a path is data: digests in names of files are shorter, or known hosts'. */
export const MIXED_CHARACTERS = 12

/** Digits of the numbers in a name from which it is more than a date and a time. */
export const MANY_DIGITS = 16

/** Topics of a policy. */
export const MOST_TOPICS = 100

/** Words and phrases of a topic. */
export const MOST_TERMS = 1_000

/** Regular expressions of a topic: each is tried at every word of a stream. */
export const MOST_PATTERNS = 20

/** Characters of a word, a phrase or a regular expression: longer ones than a stream keeps would not be found in it. */
export const LONGEST_TERM = 200

/** Characters of what is said in place of an answer. */
export const LONGEST_REFUSAL = 2_000

/** Words that a star by itself stands for at most. */
export const WORDS_FOR_STAR = 3

/** Places of terms in one look: the first of each topic is enough. */
export const MOST_TOPIC_HITS = 1_000

/** Kinds of markup that are told of one look. */
export const MOST_MARKUP = 100

/** Different letters that pictures of one host are called by from which they spell something. */
export const SPELLING_LETTERS = 5

/** Characters of letters and digits in turn from which a label of a host is data: names that clouds give out have fourteen. */
export const MIXED_LABEL = 18
