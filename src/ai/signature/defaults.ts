/** Concept hits of one text that are looked at: a text of nothing but terms is judged by its beginning. */
export const MAXIMUM_HITS = 4_000

/** Characters between two concepts of a signature that says nothing of it. */
export const WITHIN_CHARACTERS = 40
