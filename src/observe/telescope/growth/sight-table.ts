/** What is remembered of each thing seen, by a key of 64 bits: when first, when last, and how often. Typed arrays, open addressing, bounded. */
export class SightTable {
  readonly #limit: number
  #low: Uint32Array
  #high: Uint32Array
  /** By slot: the bin of the first sight. */
  first: Uint32Array
  /** By slot: the bin of the last sight. */
  last: Uint32Array
  /** By slot: a count that is the owner's; 0 of what was just added. */
  count: Uint16Array
  #size = 0
  /** Things for which there was no room. */
  forgotten = 0

  constructor(limit: number, slots = 1 << 12) {
    this.#limit = limit
    this.#low = new Uint32Array(slots)
    this.#high = new Uint32Array(slots)
    this.first = new Uint32Array(slots)
    this.last = new Uint32Array(slots)
    this.count = new Uint16Array(slots)
  }

  get size(): number {
    return this.#size
  }

  /** The slot of a key, a new one (count 0) when it was not known; -1 when there is no room. Slots move when a key is added. */
  slot(low: number, high: number, bin: number): number {
    // Two zeros are an empty slot.
    const key = low === 0 && high === 0 ? 1 : high
    let slot = this.#find(low, key)
    if (this.#low[slot] !== 0 || this.#high[slot] !== 0) return slot
    if (this.#size === this.#limit) {
      this.forgotten++
      return -1
    }
    if (3 * (this.#size + 1) > 2 * this.#low.length) {
      this.#rebuild(2 * this.#low.length, 0)
      slot = this.#find(low, key)
    }
    this.#size++
    this.#low[slot] = low
    this.#high[slot] = key
    this.first[slot] = bin
    this.last[slot] = bin
    this.count[slot] = 0
    return slot
  }

  get isFull(): boolean {
    return this.#size === this.#limit
  }

  /** Drops what was last seen before the bin. */
  dropBefore(bin: number): void {
    this.#rebuild(this.#low.length, bin)
  }

  #find(low: number, high: number): number {
    const mask = this.#low.length - 1
    let slot = low & mask
    while ((this.#low[slot] !== low || this.#high[slot] !== high) && (this.#low[slot] !== 0 || this.#high[slot] !== 0)) slot = (slot + 1) & mask
    return slot
  }

  #rebuild(slots: number, leastBin: number): void {
    const [low, high, first, last, count] = [this.#low, this.#high, this.first, this.last, this.count]
    this.#low = new Uint32Array(slots)
    this.#high = new Uint32Array(slots)
    this.first = new Uint32Array(slots)
    this.last = new Uint32Array(slots)
    this.count = new Uint16Array(slots)
    this.#size = 0
    for (let old = 0; old < low.length; old++) {
      if ((low[old] === 0 && high[old] === 0) || last[old]! < leastBin) continue
      const slot = this.#find(low[old]!, high[old]!)
      this.#size++
      this.#low[slot] = low[old]!
      this.#high[slot] = high[old]!
      this.first[slot] = first[old]!
      this.last[slot] = last[old]!
      this.count[slot] = count[old]!
    }
  }
}
