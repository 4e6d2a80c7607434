/** Without a byte from a store for so long nothing more is waited for. */
export const SILENCE_MS = 60_000

/** Of what a store says beside objects no more is read: a page of words. */
export const ANSWER_BYTES = 65_536

/** A store that has not asked for the content by then does not know how to (RFC 9110 §10.1.1 lets a client send at will; Amazon's SDK waits as long). */
export const CONTINUE_MS = 1_000
