/** Bytes after which addresses fall on the same places of a processor's first cache: 64 lines, for each of which it holds eight or twelve. */
const ALIAS_BYTES = 4_096
/** How far each column's start is moved on: two lines, so that the same row of thirty columns falls on as many places. */
const STRIDE_BYTES = 128

/**
 * Columns that are walked side by side, in one piece of memory. In arrays of a power of two, as an allocator lays them out, the same row of all of them falls on
 * the same few places of the cache, and they drive each other out of it.
 */
export class StaggeredColumns {
  readonly #rows: number
  readonly #buffer: ArrayBuffer
  #count = 0
  #next = 0

  /** @param columns most of them @param bytesPerRow of all columns together, at most */
  constructor(rows: number, columns: number, bytesPerRow: number) {
    this.#rows = rows
    this.#buffer = new ArrayBuffer(rows * bytesPerRow + 2 * columns * ALIAS_BYTES)
  }

  uint8(): Uint8Array {
    return new Uint8Array(this.#buffer, this.#place(1), this.#rows)
  }

  uint16(): Uint16Array {
    return new Uint16Array(this.#buffer, this.#place(2), this.#rows)
  }

  /** @param perRow words of one row */
  uint32(perRow = 1): Uint32Array {
    return new Uint32Array(this.#buffer, this.#place(4 * perRow), this.#rows * perRow)
  }

  float64(): Float64Array {
    return new Float64Array(this.#buffer, this.#place(8), this.#rows)
  }

  /** Where the next column begins. */
  #place(bytesPerRow: number): number {
    const shift = this.#count++ * STRIDE_BYTES % ALIAS_BYTES
    const start = Math.ceil((this.#next - shift) / ALIAS_BYTES) * ALIAS_BYTES + shift
    this.#next = start + bytesPerRow * this.#rows
    return start
  }
}
