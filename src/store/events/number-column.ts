const HALF = 0x1_0000_0000

/** Whole numbers from 0 to 2⁵³, as a column of type UInt64 has them: two halves each. */
export class NumberColumn {
  #halves = new Uint32Array(1 << 12)
  #length = 0

  /** A view, valid until the next write. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#halves.buffer, 0, this.#length * 4)
  }

  add(value: number): void {
    if (this.#length + 2 > this.#halves.length) this.#grow()
    this.#halves[this.#length] = value
    this.#halves[this.#length + 1] = value / HALF
    this.#length += 2
  }

  addRepeated(value: number, count: number): void {
    if (count === 1) return this.add(value)
    for (let i = 0; i < count; i++) this.add(value)
  }

  clear(): void {
    this.#length = 0
  }

  #grow(): void {
    const grown = new Uint32Array(this.#halves.length * 2)
    grown.set(this.#halves)
    this.#halves = grown
  }
}
