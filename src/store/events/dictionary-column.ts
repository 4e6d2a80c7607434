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
  readonly #keys = new ByteColumn()
  #values = new Uint32Array(1 << 12)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(text: string): void {
    let index = this.#indexes.get(text)
    if (index === undefined) {
      index = this.#indexes.size
      this.#indexes.set(text, index)
      this.#keys.writeText(text)
    }
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = index
  }

  /** Takes back values down to a length; their keys stay. */
  truncate(length: number): void {
    this.#length = length
  }

  clear(): void {
    this.#indexes.clear()
    this.#keys.clear()
    this.#length = 0
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
    const narrow = width === 0 ? Uint8Array.from(values) : width === 1 ? Uint16Array.from(values) : values
    to.writeBytes(new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength))
  }
}
