/** Sources that a member's sensor follows at a time, 64 bytes and an entry of the index each: a small machine, and a /16 sees some 300,000 a day. */
export const WATCHED_SOURCES = 2 ** 21

/** Milliseconds between two looks for unknown tools, at least, and the share of time that they may take: one core is there for packets. */
export const JUDGING_MS = 10_000
export const JUDGING_SHARE = 0.05
