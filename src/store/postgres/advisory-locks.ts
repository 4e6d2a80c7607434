/** What only one connection at a time may do, by number: the program's one list, since PostgreSQL's locks have no names. */
export const ADVISORY_LOCKS = {
  migration: 7_216_001,
  fold: 7_216_002,
  notify: 7_216_010,
} as const
