/** What the columns of a stored event mean, beside the values of its fields (stored-value.ts). */

/** In column `oddity`: how far SQL can judge the event. */
export const ODDITY = {
  none: 0,
  /** Some text has its folded form beside it, so that letters of `fields` say nothing of how it compares. */
  folded: 1,
  /** `search` is empty: the event is judged in memory by its `fields`. */
  odd: 2,
} as const

/** In column `time` (microseconds): the event has none; 2299, so that it sorts last. No event's time reaches it. */
export const NO_TIME_US = 10_413_705_600_000_000
