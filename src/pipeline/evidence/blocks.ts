/** Bytes in order, as blocks of any size. A block's memory may be used again for the next one. */
export type Blocks = AsyncGenerator<Uint8Array, void, undefined>
