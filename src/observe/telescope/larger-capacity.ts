/** Rows from which a table goes to its limit at once: untouched pages of fresh memory cost nothing, copying a large table would. */
const LARGE = 2 ** 20

/** Rows that a full table grows to. */
export function largerCapacity(rows: number, limit: number): number {
  return rows >= LARGE ? limit : Math.min(4 * rows, limit)
}

/** The same values in a longer array; the memory of the old one is given back now, not when the collector comes by. */
export function longerUint32(old: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(length)
  longer.set(old)
  old.buffer.transfer(0)
  return longer
}
