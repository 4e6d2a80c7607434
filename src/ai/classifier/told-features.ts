const FIRST_SIZE = 2 ** 14

/** Features of one text in the order in which they are told, as columns that are used for the next text again. */
export class ToldFeatures {
  count = 0
  places = new Int32Array(FIRST_SIZE)
  starts = new Int32Array(FIRST_SIZE)
  ends = new Int32Array(FIRST_SIZE)
  /** How much the kind of a feature counts. */
  kinds = new Uint8Array(FIRST_SIZE)

  clear(): void {
    this.count = 0
  }

  tell(place: number, start: number, end: number, kind: number): void {
    const at = this.count++
    if (at === this.places.length) this.#grow()
    this.places[at] = place
    this.starts[at] = start
    this.ends[at] = end
    this.kinds[at] = kind
  }

  #grow(): void {
    const size = this.places.length * 2
    for (const name of ['places', 'starts', 'ends'] as const) {
      const grown = new Int32Array(size)
      grown.set(this[name])
      this[name] = grown
    }
    const kinds = new Uint8Array(size)
    kinds.set(this.kinds)
    this.kinds = kinds
  }
}
