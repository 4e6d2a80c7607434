/** Characters of texts that rules are searched by in one query: its values travel in the address of a request, which may have a megabyte. */
export const SOUGHT_CHARACTERS = 60_000
