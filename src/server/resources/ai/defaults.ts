/** Documents of one request; their text together is bounded by the size of a request. */
export const MOST_DOCUMENTS_ASKED = 1_000

/** Questions that are known to be asked, of one request. */
export const MOST_QUESTIONS_ASKED = 1_000
