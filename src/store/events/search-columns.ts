import { SEARCH_COLUMN_NAMES, searchColumn } from '../../query/sql/search-column.ts'
import { isFoundByMore, NETWORKS_COLUMN, storedNetworks, storedWords, WORDS_COLUMN } from '../../query/sql/stored-words.ts'
import { ByteColumn } from './byte-column.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { NativeColumn } from './native-block.ts'
import { mapColumn, textArrayColumn } from './native-block.ts'
import { NumberColumn } from './number-column.ts'
import { IPV4 } from './stored-bytes.ts'
import { WordColumn } from './word-column.ts'

/** The name of a searchable value, with its index in the dictionary of the column that was written last with it. */
export interface ColumnName {
  readonly text: string
  index: number
  /** Of the dictionary, when the index was asked for. */
  generation: number
}

/** The names of a row's values by the number of their column, there in the order in which the values were written. */
export type RowNames = readonly (readonly ColumnName[] | undefined)[]

/** One of the columns: values alone. Which names they have is known row by row, and written when the block is. */
export interface SearchColumn {
  readonly number: number
  readonly values: ByteColumn
}

/** The columns `search_0` and so on, for each row the names of its fields with their stored values, each in the column of its name; `words` and `networks`. */
export class SearchColumns {
  readonly #columns: readonly SearchColumn[] = SEARCH_COLUMN_NAMES.map((_, number) => ({ number, values: new ByteColumn(1 << 12) }))
  readonly #words = new WordColumn()
  readonly #networks = new WordColumn()
  /** Of each row. */
  readonly #rows: RowNames[] = []
  #rowCount = 0
  /** What {@link add} was given for the row under way. */
  #added: { readonly column: SearchColumn, readonly name: ColumnName, readonly before: number }[] = []
  /** Of the column that is being written. */
  readonly #ends = new NumberColumn()
  readonly #names = new DictionaryColumn()

  /** That of a name, for who writes values there on their own. */
  of(name: string): SearchColumn {
    return this.#columns[searchColumn(name)]!
  }

  add(name: string, stored: string): void {
    const column = this.of(name)
    this.#added.push({ column, name: { text: name, index: 0, generation: -1 }, before: column.values.length })
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

  /** @param names of what was written for the row; without them those of what was added */
  endRow(names?: RowNames): void {
    this.#rows[this.#rowCount++] = names ?? this.#takeAdded()
    this.#words.endRow()
    this.#networks.endRow()
  }

  /** Takes back what was added for the row under way, and what it is found by. */
  dropRow(): void {
    for (const { column, before } of this.#added.toReversed()) column.values.truncate(before)
    this.#added = []
    this.dropWords()
  }

  /** For who takes values back on their own: what the indexes find the row under way by. */
  dropWords(): void {
    this.#words.dropRow()
    this.#networks.dropRow()
  }

  native(): NativeColumn[] {
    const columns = this.#columns.map(({ number, values }) => mapColumn(SEARCH_COLUMN_NAMES[number]!, this.#ends, this.#names, values, () => this.#gather(number)))
    return [
      ...columns,
      textArrayColumn(WORDS_COLUMN, this.#words.ends, this.#words.words),
      textArrayColumn(NETWORKS_COLUMN, this.#networks.ends, this.#networks.words),
    ]
  }

  clear(): void {
    for (const { values } of this.#columns) values.clear()
    this.#words.clear()
    this.#networks.clear()
    this.#rows.length = this.#rowCount = 0
  }

  #takeAdded(): RowNames {
    if (this.#added.length === 0) return NO_NAMES
    const names: ColumnName[][] = []
    for (const { column, name } of this.#added) (names[column.number] ??= []).push(name)
    this.#added = []
    return names
  }

  /** The names of one column and where rows end in it. */
  #gather(number: number): void {
    const names = this.#names
    const ends = this.#ends
    names.clear()
    ends.clear()
    const { generation } = names
    for (let row = 0; row < this.#rowCount; row++) {
      const own = this.#rows[row]![number]
      if (own !== undefined) {
        for (let i = 0; i < own.length; i++) {
          const name = own[i]!
          if (name.generation !== generation) {
            name.index = names.indexOf(name.text)
            name.generation = generation
          }
          names.addIndex(name.index)
        }
      }
      ends.add(names.length)
    }
  }
}

/** Of a row that has nothing to be searched. */
export const NO_NAMES: RowNames = []

const DOT = 0x2e
