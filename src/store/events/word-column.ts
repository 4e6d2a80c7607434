import { ByteColumn } from './byte-column.ts'
import { NumberColumn } from './number-column.ts'

/** A column of words: for each row what its values are found by beside themselves. */
export class WordColumn {
  readonly ends = new NumberColumn()
  readonly words = new ByteColumn(1 << 12)
  #count = 0
  #countBefore = 0
  #lengthBefore = 0

  /** Adds to the row under way. */
  add(words: readonly string[]): void {
    for (const word of words) this.words.writeText(word)
    this.#count += words.length
  }

  /** Adds a short word given as bytes, behind the letter of its kind. */
  addPiece(kind: number, source: Uint8Array, from: number, to: number): void {
    const at = this.words.length
    const bytes = this.words.room(to - from + 2)
    bytes[at] = to - from + 1
    bytes[at + 1] = kind
    for (let i = from; i < to; i++) bytes[at + 2 + i - from] = source[i]!
    this.words.extend(at + 2 + to - from)
    this.#count++
  }

  endRow(): void {
    this.ends.add(this.#count)
    this.#countBefore = this.#count
    this.#lengthBefore = this.words.length
  }

  /** Takes back what the row under way has. */
  dropRow(): void {
    this.#count = this.#countBefore
    this.words.truncate(this.#lengthBefore)
  }

  clear(): void {
    this.ends.clear()
    this.words.clear()
    this.#count = this.#countBefore = this.#lengthBefore = 0
  }
}
