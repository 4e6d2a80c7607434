const PORTS = 65_536
const FIRST_SLOTS = 1 << 14
/** Pairs of source and port counted in a day; 12 bytes each, half of the table empty. Packets of further ones are counted as forgotten. */
const MAX_PAIRS = 2 ** 24

/** Packets by source and port: who asks whom for what, so that any source can be left out afterwards. */
export class PortTally {
  /** Source · 65536 + port + 1; 0 is an empty slot. */
  #keys = new Float64Array(FIRST_SLOTS)
  #packets = new Uint32Array(FIRST_SLOTS)
  #size = 0
  forgotten = 0

  add(source: number, port: number): void {
    const key = source * PORTS + port + 1
    let slot = this.#slotOf(key)
    if (this.#keys[slot] === 0) {
      if (this.#size === MAX_PAIRS) {
        this.forgotten++
        return
      }
      if (2 * ++this.#size > this.#keys.length) {
        this.#grow()
        slot = this.#slotOf(key)
      }
      this.#keys[slot] = key
    }
    this.#packets[slot]!++
  }

  /** Every pair once, in no order. */
  forEach(take: (source: number, port: number, packets: number) => void): void {
    for (let slot = 0; slot < this.#keys.length; slot++) {
      const key = this.#keys[slot]! - 1
      if (key >= 0) take(Math.floor(key / PORTS), key % PORTS, this.#packets[slot]!)
    }
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1
    const hash = Math.imul(Math.imul(Math.floor(key / PORTS), 0x9e3779b1) ^ Math.imul(key % PORTS, 0x85ebca77), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 15)) & mask
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [keys, packets] = [this.#keys, this.#packets]
    this.#keys = new Float64Array(2 * keys.length)
    this.#packets = new Uint32Array(2 * keys.length)
    for (let old = 0; old < keys.length; old++) {
      if (keys[old] === 0) continue
      const slot = this.#slotOf(keys[old]!)
      this.#keys[slot] = keys[old]!
      this.#packets[slot] = packets[old]!
    }
  }
}
