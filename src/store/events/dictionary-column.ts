import { ByteColumn } from './byte-column.ts'

/** Keys of the shared dictionary are written out, version 1 of the serialization. */
const VERSION = 1
/** "Has additional keys" and "needs an update of the dictionary"; the lowest bits are the width of the indexes. */
const FLAGS = 0x600
const WIDTHS = [{ most: 0x100, width: 0 }, { most: 0x1_0000, width: 1 }] as const
const WIDEST = 2

/** A column of type LowCardinality(String) in the Native format: distinct texts once, and an index for each value. */
export class DictionaryColumn {
  readonly #indexes = new Map<string, number>()
  readonly #keys = new ByteColumn(1 << 10)
  #values = new Uint32Array(1 << 10)
  #length = 0
  #generation = 0
  #last: string | null = null
  #lastIndex = 0

  get length(): number {
    return this.#length
  }

  /** Counts the times it was cleared: an index is of one generation. */
  get generation(): number {
    return this.#generation
  }

  add(text: string): void {
    if (text !== this.#last) {
      this.#lastIndex = this.indexOf(text)
      this.#last = text
    }
    this.addIndex(this.#lastIndex)
  }

  /** The index of a text, which is made a key when it is none yet. */
  indexOf(text: string): number {
    const known = this.#indexes.get(text)
    if (known !== undefined) return known
    const index = this.#indexes.size
    this.#indexes.set(text, index)
    this.#keys.writeText(text)
    return index
  }

  /** Adds the text with this index, of this generation. */
  addIndex(index: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length++] = index
  }

  /** Adds a text so many times. */
  addRepeated(text: string, count: number): void {
    const index = this.indexOf(text)
    while (this.#length + count > this.#values.length) this.#grow()
    this.#values.fill(index, this.#length, this.#length + count)
    this.#length += count
  }

  /** Takes back values down to a length; their keys stay. */
  truncate(length: number): void {
    this.#length = length
  }

  clear(): void {
    this.#indexes.clear()
    this.#keys.clear()
    this.#length = 0
    this.#generation++
    this.#last = null
  }

  writePrefix(to: ByteColumn): void {
    to.writeUint64(VERSION)
  }

  writeValues(to: ByteColumn): void {
    if (this.#length === 0) return
    const width = WIDTHS.find(({ most }) => this.#indexes.size <= most)?.width ?? WIDEST
    to.writeUint64(FLAGS + width)
    to.writeUint64(this.#indexes.size)
    to.writeBytes(this.#keys.bytes)
    to.writeUint64(this.#length)
    const values = this.#values.subarray(0, this.#length)
    const narrow = width === 0 ? new Uint8Array(values) : width === 1 ? new Uint16Array(values) : values
    to.writeBytes(new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength))
  }

  #grow(): void {
    const grown = new Uint32Array(this.#values.length * 2)
    grown.set(this.#values)
    this.#values = grown
  }
}
