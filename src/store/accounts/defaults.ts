/** Minutes a sign-in link holds: long enough to walk to another machine, too short to be found in an old mail. */
export const LINK_MINUTES = 15

/** Minutes between two notes that a session or a token was used: a write for each request would be the slowest part of it. */
export const SEEN_MINUTES = 1

/** API tokens one person may have at a time. */
export const MOST_TOKENS = 50

/** Days an API token may last at most: what is forgotten ends by itself. */
export const MOST_TOKEN_DAYS = 366
