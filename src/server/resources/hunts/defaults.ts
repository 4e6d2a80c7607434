/** Hunts that one person may run at a time: a page with a table, its histogram and another tab. */
export const HUNTS_AT_ONCE = 6

/** Spans a histogram is cut into, about: one per few pixels. */
export const HISTOGRAM_SPANS = 60

/** Names that are offered while somebody types. */
export const FIELDS_OFFERED = 50

/** Names that are known for that: those of the usual datasets are some hundred. */
export const FIELDS_KNOWN = 5_000

/** UTF-16 units of a query that the audit trail keeps. */
export const QUERY_AUDITED = 4_000
