/** Characters between two concepts of a signature that says nothing of it. */
export const WITHIN_CHARACTERS = 40
