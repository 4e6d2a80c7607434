/** Characters of texts that rules are searched by in one query: its values travel in the address of a request, which may have a megabyte. */
export const SOUGHT_CHARACTERS = 60_000

/** Share of a dataset's events down to which a rule is asked for more than one of what its events must have: judging one costs as much as some hundred looks. */
export const RARE_SHARE = 1 / 500
