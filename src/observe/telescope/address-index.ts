import { formatAddress } from '../packet/format-address.ts'
import { alignedUint32, largerCapacity, longerUint32 } from './larger-capacity.ts'

const FIRST_ROWS = 4_096
const ROW_MASK = 0xffffff
const NO_ROW = -1

/**
 * Gives each address a row number, in the order of first sight: open addressing with linear probing. A slot holds the row and eight bits of
 * the hash, so that nearly no other address is looked at. The first word of each row holds the address, and the others are the owner's: who looks
 * an address up has its state at hand. Two cache misses a look-up; five bytes an address beside the rows.
 */
export class AddressIndex {
  readonly #limit: number
  readonly #width: number
  /** So that nobody outside can choose addresses that collide. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32)
  #entries = new Uint32Array(0)
  #hashes = new Uint32Array(0)
  #slots = new Uint32Array(4 * FIRST_ROWS)
  /** Rows of `width` words; the first is the IPv4 address, or the place in the list of IPv6 addresses. Another array after rows were added. */
  words: Uint32Array<ArrayBuffer>
  #wide = new Uint32Array(4 * 64)
  #wideRows = new Uint32Array(64)
  #wideCount = 0
  #count = 0

  /**
   * @param limit most addresses, at most 2²⁴ − 2
   * @param width words of a row
   */
  constructor(limit: number, width = 1) {
    this.#limit = limit
    this.#width = width
    this.words = alignedUint32(FIRST_ROWS * width)
  }

  get count(): number {
    return this.#count
  }

  /** The row of an IPv4 address, a new one when it was not known; -1 when there is no room for it. */
  row4(address: number): number {
    const hash = hash4(address, this.#seed)
    const tag = (hash >>> 24) & 0xfe
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!
      if (entry === 0) return this.#add(slot, tag, address)
      if (entry >>> 24 === tag && this.words[((entry & ROW_MASK) - 1) * this.#width] === address) return (entry & ROW_MASK) - 1
    }
  }

  /**
   * The rows of many IPv4 addresses at once, those [from, to) where `wanted` is 1; -1 for the others. In short loops without dependence from one turn to
   * the next, so that the processor waits for the memory of many together instead of for each in turn.
   *
   * @returns how many have no row
   */
  rows4(addresses: Uint32Array, wanted: Uint8Array, from: number, to: number, rows: Int32Array): number {
    if (to - from > this.#entries.length) {
      this.#entries = new Uint32Array(to - from)
      this.#hashes = new Uint32Array(to - from)
    }
    const slots = this.#slots
    const mask = slots.length - 1
    const seed = this.#seed
    const entries = this.#entries
    const hashes = this.#hashes
    for (let place = from; place < to; place++) {
      const hash = hash4(addresses[place]!, seed)
      hashes[place - from] = hash
      entries[place - from] = slots[hash & mask]!
    }
    // The first entry with the right tag: the next slots are in the same cache line, and no row is looked at.
    for (let place = from; place < to; place++) {
      let entry = entries[place - from]!
      const hash = hashes[place - from]!
      const tag = (hash >>> 24) & 0xfe
      for (let slot = hash; entry !== 0 && entry >>> 24 !== tag;) entry = slots[++slot & mask]!
      rows[place] = (entry & ROW_MASK) - 1
    }
    // Nothing depends on what is loaded here: the rows' lines come in side by side, whatever the branches below make of them.
    const { words } = this
    const width = this.#width
    for (let place = from; place < to; place++) {
      const row = rows[place]!
      hashes[place - from] = words[(row & ~(row >> 31)) * width]! ^ addresses[place]!
    }
    let others = 0
    for (let place = from; place < to; place++) {
      if (rows[place]! >= 0 && hashes[place - from] === 0 && wanted[place] === 1) continue
      rows[place] = NO_ROW
      others++
    }
    if (others === 0) return 0
    for (let place = from; place < to; place++) {
      if (rows[place] !== NO_ROW || wanted[place] !== 1) continue
      rows[place] = this.row4(addresses[place]!)
      if (rows[place]! >= 0) others--
    }
    return others
  }

  /** The same for IPv6. @param words where its four words stand from `at` on */
  row6(words: Uint32Array, at: number): number {
    const hash = this.#hash6(words, at)
    const tag = ((hash >>> 24) & 0xfe) | 1
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!
      if (entry === 0) return this.#addWide(slot, tag, words, at)
      const row = (entry & ROW_MASK) - 1
      if (entry >>> 24 === tag && this.#isWideAt(row, words, at)) return row
    }
  }

  isWide(row: number): boolean {
    const place = this.address4(row)
    return place < this.#wideCount && this.#wideRows[place] === row
  }

  /** Of an IPv4 row. */
  address4(row: number): number {
    return this.words[row * this.#width]!
  }

  /** IPv4 as a number, IPv6 as four words. */
  address(row: number): number | Uint32Array {
    const address = this.address4(row)
    return this.isWide(row) ? this.#wide.subarray(4 * address, 4 * address + 4) : address
  }

  /** As people write it. */
  text(row: number): string {
    return formatAddress(this.address(row))
  }

  #add(slot: number, tag: number, address: number): number {
    if (this.#count === this.#limit) return NO_ROW
    const row = this.#count++
    const width = this.#width
    if (row * width === this.words.length) this.words = longerUint32(this.words, largerCapacity(row, this.#limit) * width)
    this.words[row * width] = address
    this.#slots[slot] = ((tag << 24) | (row + 1)) >>> 0
    // Three quarters full: probing stays short.
    if (4 * this.#count > 3 * this.#slots.length) this.#spread()
    return row
  }

  #addWide(slot: number, tag: number, words: Uint32Array, at: number): number {
    if (this.#count === this.#limit) return NO_ROW
    const place = this.#wideCount++
    if (place === this.#wideRows.length) {
      this.#wideRows = longerUint32(this.#wideRows, 2 * place)
      this.#wide = longerUint32(this.#wide, 8 * place)
    }
    for (let word = 0; word < 4; word++) this.#wide[4 * place + word] = words[at + word]!
    this.#wideRows[place] = this.#count
    return this.#add(slot, tag, place)
  }

  #isWideAt(row: number, words: Uint32Array, at: number): boolean {
    const place = 4 * this.address4(row)
    for (let word = 0; word < 4; word++) if (this.#wide[place + word] !== words[at + word]) return false
    return true
  }

  #hash6(words: Uint32Array, at: number): number {
    let hash = this.#seed
    for (let word = 0; word < 4; word++) hash = hash4(words[at + word]!, hash)
    return hash
  }

  /** Twice the slots. */
  #spread(): void {
    const slots = new Uint32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    this.#slots.buffer.transfer(0)
    this.#slots = slots
    for (let row = 0; row < this.#count; row++) {
      const wide = this.isWide(row)
      const hash = wide ? this.#hash6(this.#wide, 4 * this.address4(row)) : hash4(this.address4(row), this.#seed)
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = (((((hash >>> 24) & 0xfe) | (wide ? 1 : 0)) << 24) | (row + 1)) >>> 0
    }
  }
}

/** Mixes every bit into every other (the finaliser of MurmurHash3, by Austin Appleby, with other factors). */
function hash4(address: number, seed: number): number {
  let hash = Math.imul(address ^ seed, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
  return hash ^ (hash >>> 13)
}
