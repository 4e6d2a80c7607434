/** Bytes read and written at a time: a call costs nothing, and any number of blobs may be open. */
export const BLOCK_BYTES = 1_048_576
