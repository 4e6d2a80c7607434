/** Secret fields that a source may have: more than any kind has. */
export const MOST_KEPT_SECRETS = 16
