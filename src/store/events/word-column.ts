import { hasWords, storedWords } from '../../query/sql/stored-words.ts'
import { ByteColumn } from './byte-column.ts'
import { NumberColumn } from './number-column.ts'

/** The column `words`: for each row what its values are found by beside themselves. */
export class WordColumn {
  readonly ends = new NumberColumn()
  readonly words = new ByteColumn(1 << 12)
  #count = 0
  #countBefore = 0
  #lengthBefore = 0

  /** Adds the words of a stored value, which most have none of, to the row under way. */
  addOf(stored: string): void {
    if (!hasWords(stored)) return
    for (const word of storedWords(stored)) {
      this.words.writeText(word)
      this.#count++
    }
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
