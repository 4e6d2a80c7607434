/** Rows from which a table goes to its limit at once: untouched pages of fresh memory cost nothing, copying a large table would. */
const LARGE = 2 ** 20

/** Rows that a full table grows to. */
export function largerCapacity(rows: number, limit: number): number {
  return rows >= LARGE ? limit : Math.min(4 * rows, limit)
}

/** The same values in a longer array; the memory of the old one is given back now, not when the collector comes by. */
export function longerUint32(old: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const longer = alignedUint32(length)
  longer.set(old)
  old.buffer.transfer(0)
  return longer
}

/** What the C library's allocator keeps before a large block, which starts on a page. */
const ALLOCATOR_BYTES = 16
const CACHE_LINE_BYTES = 64

/** Zeros that begin with a cache line, as far as that can be known: rows of 64 bytes are then one line each, not parts of two. */
export function alignedUint32(length: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(new ArrayBuffer(4 * length + CACHE_LINE_BYTES), CACHE_LINE_BYTES - ALLOCATOR_BYTES, length)
}
