import { LISTED_PORTS, MAX_PORT_PAIRS } from './defaults.ts'

const FIRST_SLOTS = 4_096
const PORTS = 65_536

/** A set of (row, port): open addressing over doubles, which hold both exactly. Bounded: what is beyond is not noted. */
export class PortPairs {
  /** Row · 65536 + port + 1; 0 is an empty slot. */
  #slots = new Float64Array(FIRST_SLOTS)
  #count = 0
  #sorted: Float64Array | null = null

  /**
   * @param known how many ports of the row are noted already
   * @returns whether the pair is new and was noted
   */
  add(row: number, port: number, known: number): boolean {
    if (known >= LISTED_PORTS || this.#count >= MAX_PORT_PAIRS) return false
    const key = row * PORTS + port + 1
    const slot = slotOf(this.#slots, key)
    if (this.#slots[slot] === key) return false
    this.#slots[slot] = key
    this.#sorted = null
    if (2 * ++this.#count > this.#slots.length) this.#grow()
    return true
  }

  clear(): void {
    this.#slots.fill(0)
    this.#count = 0
    this.#sorted = null
  }

  /** The ports of a row; sorts the set when it has changed. */
  portsOf(row: number): number[] {
    this.#sorted ??= this.#slots.filter(key => key !== 0).sort()
    const sorted = this.#sorted
    const ports: number[] = []
    let low = 0
    for (let high = sorted.length; low < high;) {
      const middle = (low + high) >>> 1
      if (sorted[middle]! <= row * PORTS) low = middle + 1
      else high = middle
    }
    for (; low < sorted.length && sorted[low]! <= (row + 1) * PORTS; low++) ports.push(sorted[low]! - row * PORTS - 1)
    return ports
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Float64Array(2 * old.length)
    for (const key of old) if (key !== 0) this.#slots[slotOf(this.#slots, key)] = key
  }
}

/** Where the key is, or would be put. */
function slotOf(slots: Float64Array, key: number): number {
  const mask = slots.length - 1
  const row = Math.floor((key - 1) / PORTS)
  let slot = hashOf(row, key - 1 - row * PORTS) & mask
  while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) & mask
  return slot
}

function hashOf(row: number, port: number): number {
  const hash = Math.imul(Math.imul(row, 0x9e3779b1) ^ Math.imul(port + 1, 0x85ebca77), 0x2c1b3c6d)
  return hash ^ (hash >>> 15)
}
