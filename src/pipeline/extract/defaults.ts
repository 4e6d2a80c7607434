/** Events read at once. */
export const PAGE_EVENTS = 2_000

/** Names of fields that the report lists; a source that makes up names has more. */
export const FIELDS_MOST = 5_000
