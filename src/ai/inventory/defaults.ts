/** Bytes of a file of systems: thousands of them fit. */
export const MOST_INVENTORY_BYTES = 16 * 2 ** 20

/** Systems of one register. */
export const MOST_SYSTEMS = 10_000

/** Days after which an entry that nobody looked at again counts as old: policies commonly ask for a look a year. */
export const REVIEW_DAYS = 365
