/** Longest entry of several lines that is read, in bytes: the same as for a line, and for the same reason. */
export const MAX_ENTRY_BYTES = 16 * 1024 * 1024

/** Fields kept of one entry; the journal has some dozens. */
export const MAX_ENTRY_FIELDS = 1_024
