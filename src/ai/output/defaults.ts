/** Characters at the end of an answer that grows which are not passed on yet: cards, numbers and passwords in context may hold blanks. */
export const HELD_CHARACTERS = 64

/** Characters that are held at most where no blank comes: beyond, a text without blanks is passed on as it is judged. */
export const MOST_HELD_CHARACTERS = 4_096

/** Characters before what is new that are looked at with it. */
export const OVERLAP_CHARACTERS = 256

/** Letters of a system prompt (ideographs count twice) that an answer must repeat in a row to be a leak: about nine words. */
export const LEAK_LETTERS = 48

/** Letters of a system prompt that are remembered. */
export const REMEMBERED_LETTERS = 40_000

/** Characters of data in the address of a picture, which is fetched without anybody's doing, that are too many. */
export const PICTURE_DATA = 16

/** The same of a link, which somebody has to follow. */
export const LINK_DATA = 64
