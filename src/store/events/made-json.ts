import type { FieldValue } from '../../model/value.ts'
import type { ByteColumn } from './byte-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { addName } from './field-shapes.ts'
import { mark } from './fields-text.ts'
import type { SearchColumns } from './search-columns.ts'
import { BOOLEAN, isAddressStart, NULL, NUMBER, TEXT, writeVarint } from './stored-bytes.ts'
import type { WrittenValues } from './written-values.ts'
import { kindOf } from './written-values.ts'

/**
 * Writes the values of an event into the columns of their names and, in the same loop, its JSON: the bytes that `JSON.stringify` gives,
 * without the text in between. A letter is read once and written twice.
 */
export class MadeJson {
  /** The event written last: its first {@link length} bytes. */
  bytes = Buffer.allocUnsafe(1 << 12)
  length = 0
  readonly #search: SearchColumns
  readonly #written: WrittenValues

  constructor(search: SearchColumns, written: WrittenValues) {
    this.#search = search
    this.#written = written
  }

  /** @param values of many events @param first of this event's */
  write({ names }: FieldShape, values: readonly FieldValue[], first: number): void {
    const { row } = this.#search
    const starts = this.#written.begin(names.length)
    this.length = 0
    for (let position = 0; position < names.length; position++) {
      const name = names[position]!
      const { json } = name
      const value = values[first + position] ?? null
      const isText = typeof value === 'string'
      const bytes = this.#room(json.length + 2 + (isText ? value.length * ESCAPE_BYTES : 0))
      let at = this.length
      bytes[at++] = position === 0 ? OPEN : COMMA
      for (let i = 0; i < json.length; i++) bytes[at++] = json[i]!
      this.length = at
      const column = addName(name, row)
      starts[position] = -1
      if (isText) starts[position] = this.#writeText(value, column)
      else if (value === null) this.#writeWord('null', '', NULL, column)
      else if (typeof value === 'number') this.#writeNumber(value, column)
      else if (typeof value === 'boolean') this.#writeWord(String(value), String(value), BOOLEAN, column)
      else this.#writeAny(value, column)
    }
    const bytes = this.#room(2)
    if (names.length === 0) bytes[this.length++] = OPEN
    bytes[this.length++] = CLOSE
  }

  /** Where the text begins in its column; -1 when it has letters beyond ASCII. */
  #writeText(value: string, to: ByteColumn): number {
    const { length } = value
    const json = this.bytes
    const bytes = to.room(length + EXTRA_BYTES)
    let kindAt = to.length
    if (length < 0x7f) bytes[kindAt++] = length + 1
    else kindAt = writeVarint(bytes, kindAt, length + 1)
    const start = kindAt + 1
    let next = start
    let at = this.length
    json[at++] = QUOTE
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) {
        this.#writeAny(value, to)
        return -1
      }
      bytes[next++] = code
      if (IS_ESCAPED[code] === 0) json[at++] = code
      else at = writeEscaped(code, json, at)
    }
    json[at++] = QUOTE
    this.length = at
    bytes[kindAt] = isAddressStart(bytes, start, next) ? kindOf(value, this.#search) : TEXT
    to.extend(next)
    return start
  }

  #writeNumber(value: number, to: ByteColumn): void {
    const text = String(value)
    this.#writeWord(text, text, NUMBER, to)
  }

  /** @param word in JSON @param stored in the column, behind the letter of its kind */
  #writeWord(word: string, stored: string, kind: number, to: ByteColumn): void {
    const json = this.#room(word.length + 2)
    for (let i = 0; i < word.length; i++) json[this.length + i] = word.charCodeAt(i)
    this.length += word.length
    const { length } = to
    const bytes = to.room(stored.length + 2)
    bytes[length] = stored.length + 1
    bytes[length + 1] = kind
    for (let i = 0; i < stored.length; i++) bytes[length + 2 + i] = stored.charCodeAt(i)
    to.extend(length + 2 + stored.length)
  }

  #writeAny(value: FieldValue, to: ByteColumn): void {
    const text = JSON.stringify(typeof value === 'bigint' ? mark(value) : value)
    this.length += this.#room(text.length * 3 + 2).write(text, this.length)
    this.#written.addStored(value, to, this.#search)
  }

  /** The memory, with so many bytes more behind what is written. */
  #room(count: number): Buffer {
    if (this.length + count > this.bytes.length) {
      const larger = Buffer.allocUnsafe((this.length + count) * 2)
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    return this.bytes
  }
}

const OPEN = 0x7b
const CLOSE = 0x7d
const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Bytes that a text takes in its column beside its letters: its length and its kind. */
const EXTRA_BYTES = 8

/** Bytes that a letter of ASCII takes in JSON at most, and room for the quotes of the shortest text. */
const ESCAPE_BYTES = 6

/** As `JSON.stringify` writes letters of ASCII: most as they are, others as a letter behind a backslash, others by number. */
const ESCAPES = Array.from({ length: 128 }, (_, code) => Buffer.from(JSON.stringify(String.fromCharCode(code)).slice(1, -1)))
const IS_ESCAPED = Uint8Array.from(ESCAPES, ({ length }) => Number(length > 1))

function writeEscaped(code: number, to: Buffer, at: number): number {
  if (code === BACKSLASH) {
    to[at] = to[at + 1] = BACKSLASH
    return at + 2
  }
  const escape = ESCAPES[code]!
  for (let i = 0; i < escape.length; i++) to[at + i] = escape[i]!
  return at + escape.length
}
