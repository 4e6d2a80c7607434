/** Milliseconds that a server may be silent. */
export const ANSWER_MS = 60_000

/** Milliseconds within which it must answer for the first time: `noroshi up` waits for it. */
export const FIRST_ANSWER_MS = 10_000

/** Milliseconds that one content may take to come. */
export const CONTENT_MS = 1_800_000

/** Other places that a request may be sent to in turn. */
export const REDIRECTS = 5

/** Bytes of one page of a listing: a thousand objects with the longest keys are 2 MB. */
export const LISTING_BYTES = 16 * 1024 * 1024

/** Objects of one store that are remembered: of more, those that were forgotten would be fetched again and again. */
export const OBJECTS = 250_000
