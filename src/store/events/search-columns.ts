import { SEARCH_COLUMN_NAMES, searchColumn } from '../../query/sql/search-column.ts'
import { isFoundByMore, NETWORKS_COLUMN, storedNetworks, storedWords, WORDS_COLUMN } from '../../query/sql/stored-words.ts'
import { ByteColumn } from './byte-column.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { NativeColumn } from './native-block.ts'
import { mapColumn, textArrayColumn } from './native-block.ts'
import { NumberColumn } from './number-column.ts'
import { IPV4 } from './stored-bytes.ts'
import { WordColumn } from './word-column.ts'

const DOT = 0x2e

/** The columns `search_0` and so on, for each row the names of its fields with their stored values, each in the column of its name; `words` and `networks`. */
export class SearchColumns {
  readonly #columns = SEARCH_COLUMN_NAMES.map(() => new SearchColumn())
  readonly #words = new WordColumn()
  readonly #networks = new WordColumn()
  #row = 0

  /** That of a name, for who writes there on their own. */
  of(name: string): SearchColumn {
    return this.#columns[searchColumn(name)]!
  }

  /** The row under way within the block. */
  get row(): number {
    return this.#row
  }

  add(name: string, stored: string): void {
    const column = this.of(name)
    column.beginIn(this.#row)
    column.names.add(name)
    column.values.writeText(stored)
    this.addWordsOf(stored)
  }

  /** For who writes values on their own: what the indexes find a value of the row under way by, which for most is the value alone. */
  addWordsOf(stored: string): void {
    if (!isFoundByMore(stored)) return
    this.#words.add(storedWords(stored))
    this.#networks.add(storedNetworks(stored))
  }

  /** The networks of an IPv4 address of the row under way: its first two numbers and its first three. @param end where its third dot stands */
  addNetworksOf(bytes: Uint8Array, from: number, end: number): void {
    let second = end - 1
    while (bytes[second] !== DOT) second--
    this.#networks.addPiece(IPV4, bytes, from, second)
    this.#networks.addPiece(IPV4, bytes, from, end)
  }

  endRow(): void {
    this.#row++
    this.#words.endRow()
    this.#networks.endRow()
  }

  /** Takes back what the row under way has. */
  dropRow(): void {
    for (const column of this.#columns) column.dropRow(this.#row)
    this.#words.dropRow()
    this.#networks.dropRow()
  }

  native(): NativeColumn[] {
    const columns = this.#columns.map((column, number) => {
      column.beginIn(this.#row)
      return mapColumn(SEARCH_COLUMN_NAMES[number]!, column.ends, column.names, column.values)
    })
    return [
      ...columns,
      textArrayColumn(WORDS_COLUMN, this.#words.ends, this.#words.words),
      textArrayColumn(NETWORKS_COLUMN, this.#networks.ends, this.#networks.words),
    ]
  }

  clear(): void {
    for (const column of this.#columns) column.clear()
    this.#words.clear()
    this.#networks.clear()
    this.#row = 0
  }
}

/** One of the columns. Most rows have nothing in most of them: where a row ends is written when a later one begins. */
export class SearchColumn {
  readonly ends = new NumberColumn()
  readonly names = new DictionaryColumn()
  readonly values = new ByteColumn(1 << 12)
  /** The row that the names and values after these belong to. */
  #row = 0
  #namesBefore = 0
  #valuesBefore = 0

  /** To be called before something is added for a row. */
  beginIn(row: number): void {
    if (row === this.#row) return
    this.ends.addRepeated(this.names.length, row - this.#row)
    this.#row = row
    this.#namesBefore = this.names.length
    this.#valuesBefore = this.values.length
  }

  dropRow(row: number): void {
    if (row !== this.#row) return
    this.names.truncate(this.#namesBefore)
    this.values.truncate(this.#valuesBefore)
  }

  clear(): void {
    this.ends.clear()
    this.names.clear()
    this.values.clear()
    this.#row = this.#namesBefore = this.#valuesBefore = 0
  }
}
