import { formatAddress } from './format-address.ts'
import { largerCapacity, longerUint32 } from './larger-capacity.ts'

const FIRST_ROWS = 4_096
const ROW_MASK = 0xffffff
const NO_ROW = -1

/**
 * Gives each address a row number, in the order of first sight: open addressing with linear probing. A slot holds the row and eight bits of
 * the hash, so that nearly no other address is looked at. 11 bytes an address; about two cache misses a look-up.
 */
export class AddressIndex {
  readonly #limit: number
  /** So that nobody outside can choose addresses that collide. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32)
  #slots = new Uint32Array(4 * FIRST_ROWS)
  /** IPv4, or the place in the list of IPv6 addresses. */
  #addresses = new Uint32Array(FIRST_ROWS)
  #wide = new Uint32Array(4 * 64)
  #wideRows = new Uint32Array(64)
  #wideCount = 0
  #count = 0

  /** @param limit most addresses, at most 2²⁴ − 2 */
  constructor(limit: number) {
    this.#limit = limit
  }

  get count(): number {
    return this.#count
  }

  /** The row of an IPv4 address, a new one when it was not known; -1 when there is no room for it. */
  row4(address: number): number {
    let hash = Math.imul(address ^ this.#seed, 0x9e3779b1)
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
    hash ^= hash >>> 13
    const tag = (hash >>> 24) & 0xfe
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!
      if (entry === 0) return this.#add(slot, tag, address)
      if (entry >>> 24 === tag && this.#addresses[(entry & ROW_MASK) - 1] === address) return (entry & ROW_MASK) - 1
    }
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
    const place = this.#addresses[row]!
    return place < this.#wideCount && this.#wideRows[place] === row
  }

  /** Of an IPv4 row. */
  address4(row: number): number {
    return this.#addresses[row]!
  }

  /** As people write it. */
  text(row: number): string {
    if (!this.isWide(row)) return formatAddress(this.#addresses[row]!)
    return formatAddress(this.#wide.subarray(4 * this.#addresses[row]!, 4 * this.#addresses[row]! + 4))
  }

  #add(slot: number, tag: number, address: number): number {
    if (this.#count === this.#limit) return NO_ROW
    const row = this.#count++
    if (row === this.#addresses.length) this.#addresses = longerUint32(this.#addresses, largerCapacity(row, this.#limit))
    this.#addresses[row] = address
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
    const place = 4 * this.#addresses[row]!
    for (let word = 0; word < 4; word++) if (this.#wide[place + word] !== words[at + word]) return false
    return true
  }

  #hash6(words: Uint32Array, at: number): number {
    let hash = this.#seed
    for (let word = 0; word < 4; word++) {
      hash = Math.imul(hash ^ words[at + word]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash, 0x85ebca77)
    return hash ^ (hash >>> 13)
  }

  /** Twice the slots. */
  #spread(): void {
    const slots = new Uint32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    this.#slots.buffer.transfer(0)
    this.#slots = slots
    for (let row = 0; row < this.#count; row++) {
      const wide = this.isWide(row)
      let hash: number
      if (wide) {
        hash = this.#hash6(this.#wide, 4 * this.#addresses[row]!)
      } else {
        hash = Math.imul(this.#addresses[row]! ^ this.#seed, 0x9e3779b1)
        hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77)
        hash ^= hash >>> 13
      }
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = (((((hash >>> 24) & 0xfe) | (wide ? 1 : 0)) << 24) | (row + 1)) >>> 0
    }
  }
}
