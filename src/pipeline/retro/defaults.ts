/** Events of a stretch of the store that is searched at a time: few enough to show how far it is, enough that the cost of a query does not show. */
export const SLICE_EVENTS = 2_000_000

/** Days from which on a preview counts by day: below it by hour, so that either has some dozens of bars. */
export const PREVIEW_BY_DAY_FROM = 4

/** Subjects of a rule that a preview tells apart; matches of further ones are counted together. */
export const PREVIEW_SUBJECTS = 10_000

/** Subjects that are shown, those with most matches. */
export const PREVIEW_SUBJECTS_SHOWN = 20

/** Matches that are shown, the first. */
export const PREVIEW_SAMPLES = 10

/** Findings of a rule that are told apart; past them their number is a lower bound. */
export const PREVIEW_FINDINGS = 100_000

/** Rules whose matches a preview tells apart. */
export const PREVIEW_RULES = 5_000
