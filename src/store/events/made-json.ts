import type { FieldValue } from '../../model/value.ts'
import { KIND } from '../../query/sql/stored-value.ts'
import type { ByteColumn } from './byte-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { mark } from './fields-text.ts'
import { hasSpecial } from './json-words.ts'
import type { SearchColumns } from './search-columns.ts'
import { BOOLEAN, NULL, NUMBER, writeVarint } from './stored-bytes.ts'
import { TextBytes } from './text-bytes.ts'
import type { WrittenValues } from './written-values.ts'
import { kindOf } from './written-values.ts'

/**
 * Writes the values of an event into the columns of their names and, in the same loop, its JSON: the bytes that `JSON.stringify` gives,
 * without the text in between. Texts come as bytes and are copied by words of four letters.
 */
export class MadeJson {
  readonly #json: ByteColumn
  readonly #search: SearchColumns
  readonly #written: WrittenValues
  /** Of events whose texts were not made bytes together with others. */
  readonly #own = new TextBytes()
  /** Where in the memory of {@link #json} the next byte goes. */
  #at = 0

  constructor(json: ByteColumn, search: SearchColumns, written: WrittenValues) {
    this.#json = json
    this.#search = search
    this.#written = written
  }

  /**
   * Answers where the texts of the next event begin.
   *
   * @param values of many events @param first of this event's
   * @param texts with the event's texts, one behind the other @param from where they begin there; -1 when they are not there
   */
  write(shape: FieldShape, values: readonly FieldValue[], first: number, texts: TextBytes, from: number): number {
    const { steps } = shape
    const { starts, begins } = this.#written.begin(shape)
    const begin = this.#json.length
    this.#at = begin
    this.#room(LENGTH_BYTES)
    this.#at += LENGTH_BYTES
    const isOwn = from < 0
    let next = isOwn ? this.#addOwn(values, first, steps.length) : from
    const { view } = isOwn ? this.#own : texts
    // Before the first name of an object stands a bracket, before each other one a comma.
    let before = OPEN
    for (let position = 0; position < steps.length; position++) {
      const step = steps[position]!
      starts[position] = -1
      if (step.kind === 'end') {
        this.#writeEnd(before)
        before = COMMA
        continue
      }
      const { name } = step
      const value = values[first + position] ?? null
      this.#writeName(before, name.json, name.jsonLength)
      before = COMMA
      const column = name.column.values
      begins[position] = column.length
      this.#written.count = position + 1
      if (step.kind === 'object') {
        column.writeText(KIND.object)
        before = OPEN
      } else if (typeof value === 'string') {
        starts[position] = next < 0 ? -1 : this.#writeText(value, view, next, column)
        if (starts[position]! >= 0) next += value.length
        else {
          this.#writeAny(value, column)
          next = behind(value, next)
        }
      } else if (typeof value === 'number') this.#writeNumber(value, column)
      else if (value === null) this.#writeWord('null', '', NULL, column)
      else if (typeof value === 'boolean') this.#writeWord(String(value), String(value), BOOLEAN, column)
      else this.#writeAny(value, column)
    }
    this.#writeEnd(before)
    this.#end(begin)
    return isOwn ? -1 : next
  }

  /** Where the texts of one event begin among {@link #own}; -1 when they cannot be said in UTF-8. */
  #addOwn(values: readonly FieldValue[], first: number, count: number): number {
    let joined = ''
    for (let at = first; at < first + count; at++) {
      const value = values[at]
      if (typeof value === 'string') joined += value
    }
    this.#own.clear()
    return this.#own.add(joined)
  }

  /** The name, of which whole words are written. */
  #writeName(before: number, words: Int32Array, length: number): void {
    const bytes = this.#room(length + 1)
    const { view } = this.#json
    const at = this.#at
    bytes[at] = before
    for (let i = 0; i < words.length; i++) view.setInt32(at + 1 + i * WORD_BYTES, words[i]!, true)
    this.#at = at + 1 + length
  }

  /** The end of an object; of one without members the beginning too. */
  #writeEnd(before: number): void {
    const bytes = this.#room(2)
    if (before === OPEN) bytes[this.#at++] = OPEN
    bytes[this.#at++] = CLOSE
  }

  /** Puts the event's length before it. */
  #end(begin: number): void {
    const length = this.#at - begin - LENGTH_BYTES
    const width = length < 0x80 ? 1 : length < 0x4000 ? LENGTH_BYTES : Math.ceil(Math.log2(length + 1) / 7)
    if (width !== LENGTH_BYTES) this.#room(width).copyWithin(begin + width, begin + LENGTH_BYTES, this.#at)
    writeVarint(this.#json.room(0), begin, length)
    this.#json.extend(begin + width + length)
  }

  /** Where the text begins in its column; -1 when it has letters beyond ASCII, and nothing was written. */
  #writeText(value: string, source: DataView, from: number, to: ByteColumn): number {
    const { length } = value
    const json = this.#room(length * ESCAPE_BYTES + EXTRA_BYTES)
    const jsonView = this.#json.view
    const bytes = to.room(length + EXTRA_BYTES + WORD_BYTES)
    const { view } = to
    let kindAt = to.length
    if (length < 0x7f) bytes[kindAt++] = length + 1
    else kindAt = writeVarint(bytes, kindAt, length + 1)
    const start = kindAt + 1
    let at = this.#at
    json[at++] = QUOTE
    let done = 0
    for (; done < length; done += WORD_BYTES) {
      const word = source.getInt32(from + done, true)
      if ((word & HIGH_BITS) !== 0 && hasOther(word, length - done)) return -1
      view.setInt32(start + done, word, true)
      if ((word & HIGH_BITS) === 0 && !hasSpecial(word)) {
        jsonView.setInt32(at, word, true)
        at += WORD_BYTES
        continue
      }
      for (let shift = 0; shift < 32; shift += 8) {
        const code = (word >>> shift) & 0xff
        if (IS_ESCAPED[code] === 0 || done + (shift >> 3) >= length) json[at++] = code
        else at = writeEscaped(code, json, at)
      }
    }
    // The last word may have had letters of what comes next.
    at -= done - length
    json[at++] = QUOTE
    this.#at = at
    bytes[kindAt] = kindOf(value, bytes, start, start + length, this.#search)
    to.extend(start + length)
    return start
  }

  #writeNumber(value: number, to: ByteColumn): void {
    if (value < 0 || value >= SMALL || !Number.isInteger(value)) {
      const text = String(value)
      this.#writeWord(text, text, NUMBER, to)
      return
    }
    const size = value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : value < 100_000 ? 5 : value < 1_000_000 ? 6 : 7
    const json = this.#room(size)
    const bytes = to.room(size + 2)
    const start = to.length
    bytes[start] = size + 1
    bytes[start + 1] = NUMBER
    for (let digit = size - 1, rest = value | 0; digit >= 0; digit--) {
      const next = (rest / 10) | 0
      const code = ZERO + rest - next * 10
      json[this.#at + digit] = code
      bytes[start + 2 + digit] = code
      rest = next
    }
    this.#at += size
    to.extend(start + 2 + size)
  }

  /** @param word in JSON @param stored in the column, behind the letter of its kind */
  #writeWord(word: string, stored: string, kind: number, to: ByteColumn): void {
    const json = this.#room(word.length)
    for (let i = 0; i < word.length; i++) json[this.#at + i] = word.charCodeAt(i)
    this.#at += word.length
    const { length } = to
    const bytes = to.room(stored.length + 2)
    bytes[length] = stored.length + 1
    bytes[length + 1] = kind
    for (let i = 0; i < stored.length; i++) bytes[length + 2 + i] = stored.charCodeAt(i)
    to.extend(length + 2 + stored.length)
  }

  #writeAny(value: FieldValue, to: ByteColumn): void {
    const text = JSON.stringify(typeof value === 'bigint' ? mark(value) : value)
    this.#at += this.#room(text.length * 3).write(text, this.#at)
    this.#written.addStored(value, to, this.#search)
  }

  /** The memory, with so many bytes more behind what is written. */
  #room(count: number): Buffer {
    this.#json.extend(this.#at)
    return this.#json.room(count + WORD_BYTES)
  }
}

/** Whether one of the first letters of a word, of at most four, is not of ASCII: behind them stands another text. */
function hasOther(word: number, letters: number): boolean {
  return letters >= WORD_BYTES || (word & HIGH_BITS & ((1 << (letters * 8)) - 1)) !== 0
}

/** Where the text behind one that is not of ASCII begins; -1 when nobody knows: half a letter of two units may have met the other half. */
function behind(value: string, at: number): number {
  return at < 0 || !value.isWellFormed() ? -1 : at + Buffer.byteLength(value)
}

const HIGH_BITS = 0x8080_8080 | 0

const OPEN = 0x7b
const CLOSE = 0x7d
const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
const ZERO = 0x30

const WORD_BYTES = 4

/** Bytes that the length of an event's JSON mostly takes. */
const LENGTH_BYTES = 2

/** Bytes that a text takes in its column beside its letters: its length and its kind. In JSON it takes quotes. */
const EXTRA_BYTES = 8

/** Bytes that a letter of ASCII takes in JSON at most. */
const ESCAPE_BYTES = 6

/** Whole numbers below are written digit by digit. */
const SMALL = 10_000_000

/** As `JSON.stringify` writes letters of ASCII: most as they are, others as a letter behind a backslash, others by number. */
const ESCAPES = Array.from({ length: 128 }, (_, code) => Buffer.from(JSON.stringify(String.fromCharCode(code)).slice(1, -1)))
const IS_ESCAPED = Uint8Array.from({ length: 256 }, (_, code) => Number(code < 128 && ESCAPES[code]!.length > 1))

function writeEscaped(code: number, to: Buffer, at: number): number {
  if (code === BACKSLASH) {
    to[at] = to[at + 1] = BACKSLASH
    return at + 2
  }
  const escape = ESCAPES[code]!
  for (let i = 0; i < escape.length; i++) to[at + i] = escape[i]!
  return at + escape.length
}
