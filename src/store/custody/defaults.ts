/** Characters of paths and hashes in one entry about an archive's members; more go into further entries, so that lines stay readable. */
export const MEMBER_TEXT_PER_ENTRY = 262_144

/** Bytes of one line of the ledger: an entry is at most a few hundred kB; beyond this it is damage, and must not fill the memory. */
export const MAX_LINE_BYTES = 4_194_304

/** Entries written and synced together when many wait: what one sync costs is then shared. */
export const MAX_GROUP = 256

/** Problems listed by a verification; the rest is counted, so that a destroyed disk still gives a readable answer. */
export const LISTED_PROBLEMS = 1_000
