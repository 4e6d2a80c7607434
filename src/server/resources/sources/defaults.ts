/** Secret fields that a source may have: more than any kind has. */
export const MOST_KEPT_SECRETS = 16

/** Records shown of a sample, when nothing else is said: one of each kind of line is mostly among them. */
export const SAMPLE_RECORDS = 10

/** Records shown of a sample at most. */
export const MOST_SAMPLE_RECORDS = 100
