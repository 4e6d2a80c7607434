/** Without a byte from a store for so long nothing more is waited for. */
export const SILENCE_MS = 60_000

/** Of what a store says beside objects no more is read: a page of words. */
export const ANSWER_BYTES = 65_536
