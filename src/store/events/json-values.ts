import type { FieldValue } from '../../model/value.ts'
import { KIND } from '../../query/sql/stored-value.ts'
import type { ByteColumn } from './byte-column.ts'
import type { FieldName, FieldShape } from './field-shapes.ts'
import { mark } from './fields-text.ts'
import { hasSpecial } from './json-words.ts'
import type { SearchColumns } from './search-columns.ts'
import { BOOLEAN, NULL, NUMBER, writeVarint } from './stored-bytes.ts'
import type { WrittenValues } from './written-values.ts'
import { kindOf } from './written-values.ts'

/**
 * Writes the values of an event into the columns of their names, from the bytes of its JSON in the column of that, and looks meanwhile whether that is what `JSON.stringify` makes
 * of them: names in their order, no blanks, each text and number written in the one way. One loop over the bytes; no text is made.
 */
export class JsonValues {
  /** Where the event written last ends in its source. */
  end = 0
  readonly #search: SearchColumns
  readonly #written: WrittenValues

  constructor(search: SearchColumns, written: WrittenValues) {
    this.#search = search
    this.#written = written
  }

  /**
   * Writes the event that begins at a byte of the source. False when that is another text than its values give; what was written is to be taken back then.
   *
   * @param values of many events @param first of this event's
   * @param from where the event begins in the memory of the column of JSON, which has room for a word more behind it
   */
  write(shape: FieldShape, values: readonly FieldValue[], first: number, json: ByteColumn, from: number): boolean {
    const { steps } = shape
    const source = json.room(0)
    const { view } = json
    const { starts, begins } = this.#written.begin(shape)
    let at = from
    // Before the first name of an object stands a bracket, before each other one a comma.
    let before = OPEN
    for (let position = 0; position < steps.length; position++) {
      const step = steps[position]!
      starts[position] = -1
      if (step.kind === 'end') {
        if (before === OPEN && source[at++] !== OPEN) return false
        if (source[at++] !== CLOSE) return false
        before = COMMA
        continue
      }
      const { name } = step
      if (source[at++] !== before) return false
      before = COMMA
      if (!isNameAt(name, view, at)) return false
      at += name.jsonLength
      const column = name.column.values
      begins[position] = column.length
      this.#written.count = position + 1
      const value = values[first + position]
      if (step.kind === 'object') {
        column.writeText(KIND.object)
        before = OPEN
      } else if (typeof value === 'string') {
        const end = this.#writeText(value, column, source, view, at, position)
        at = end === OTHER ? this.#writeAny(value, column, source, at) : end
      } else if (value === null || value === undefined) at = writeWord('null', NULL, column, source, at)
      else if (typeof value === 'boolean') at = writeWord(value ? 'true' : 'false', BOOLEAN, column, source, at)
      else if (typeof value === 'number') at = writeNumber(value, column, source, at)
      else at = this.#writeAny(value, column, source, at)
      if (at < 0) return false
    }
    if (before === OPEN && source[at++] !== OPEN) return false
    this.end = at + 1
    return source[at] === CLOSE
  }

  /** A text of ASCII. Answers its end; {@link OTHER} when it has other letters, {@link DIFFERENT} when the source has something else. */
  #writeText(value: string, to: ByteColumn, source: Uint8Array, view: DataView, at: number, position: number): number {
    if (source[at] !== QUOTE) return DIFFERENT
    const { length } = value
    if (at + length >= source.length) return DIFFERENT
    const bytes = to.room(length + EXTRA_BYTES)
    const column = to.view
    let kindAt = to.length
    if (length < 0x7f) bytes[kindAt++] = length + 1
    else kindAt = writeVarint(bytes, kindAt, length + 1)
    const start = kindAt + 1
    const end = start + length
    at++
    for (let next = start; next < end;) {
      if (end - next >= WORD_BYTES) {
        const word = view.getInt32(at, true)
        if ((word & HIGH_BITS) === 0 && !hasSpecial(word)) {
          column.setInt32(next, word, true)
          next += WORD_BYTES
          at += WORD_BYTES
          continue
        }
      }
      for (const stop = Math.min(next + WORD_BYTES, end); next < stop; next++) {
        const code = source[at++]!
        if (code !== BACKSLASH) {
          if (code >= 0x80) return OTHER
          if (code < 0x20 || code === QUOTE) return DIFFERENT
          bytes[next] = code
          continue
        }
        const escaped = UNESCAPED[source[at++]!]!
        if (escaped === 0) return DIFFERENT
        if (escaped !== BY_NUMBER) bytes[next] = escaped
        else {
          const control = controlAt(source, at)
          if (control < 0) return OTHER
          bytes[next] = control
          at += 4
        }
      }
    }
    if (source[at] !== QUOTE) return DIFFERENT
    bytes[kindAt] = kindOf(value, bytes, start, end, this.#search)
    to.extend(end)
    this.#written.starts[position] = start
    return at + 1
  }

  #writeAny(value: FieldValue, to: ByteColumn, source: Uint8Array, at: number): number {
    const json = Buffer.from(JSON.stringify(typeof value === 'bigint' ? mark(value) : value))
    const end = at + json.length
    if (end > source.length || json.compare(source, at, end) !== 0) return DIFFERENT
    this.#written.addStored(value, to, this.#search)
    return end
  }
}

/** Whether a name stands at a byte; its last word reaches into what comes next. */
function isNameAt({ json, jsonLength }: FieldName, source: DataView, at: number): boolean {
  if (at + jsonLength + WORD_BYTES > source.byteLength) return false
  const whole = jsonLength >> 2
  for (let i = 0; i < whole; i++) if (source.getInt32(at + i * WORD_BYTES, true) !== json[i]) return false
  const rest = jsonLength & 3
  return rest === 0 || ((source.getInt32(at + whole * WORD_BYTES, true) ^ json[whole]!) & ((1 << (rest * 8)) - 1)) === 0
}

/** The source is not what the values say. */
const DIFFERENT = -1
/** Another way of writing is needed. */
const OTHER = -2

const WORD_BYTES = 4
const HIGH_BITS = 0x8080_8080 | 0

const OPEN = 0x7b
const CLOSE = 0x7d
const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
const MINUS = 0x2d
const ZERO = 0x30

/** Bytes that a text takes beside its letters: its length and its kind. */
const EXTRA_BYTES = 8

/** Bytes of a number with its kind and length, at most. */
const NUMBER_BYTES = 40

const BY_NUMBER = 255
/** What a letter after a backslash stands for, as `JSON.stringify` writes it: never before a slash. */
const UNESCAPED = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return letter === 'u' ? BY_NUMBER : 'btnfr"\\'.includes(letter) ? (JSON.parse(`"\\${letter}"`) as string).charCodeAt(0) : 0
})

/** The control character whose four digits stand at a byte, as `JSON.stringify` writes them; -1 when they are something else. */
function controlAt(source: Uint8Array, at: number): number {
  const high = source[at + 2]! - ZERO
  const digit = source[at + 3]!
  const low = digit >= 0x61 && digit <= 0x66 ? digit - 0x57 : digit - ZERO
  const isControl = source[at] === ZERO && source[at + 1] === ZERO && (high === 0 || high === 1) && low >= 0 && low < 16 && (digit >= 0x61 || low < 10)
  return isControl && !SHORT_ESCAPES.includes(high * 16 + low) ? high * 16 + low : -1
}

/** Written as a letter after the backslash: the backspace, the tab, line feed, form feed and carriage return. */
const SHORT_ESCAPES: readonly number[] = [0x08, 0x09, 0x0a, 0x0c, 0x0d]

function writeWord(word: 'null' | 'true' | 'false', kind: number, to: ByteColumn, source: Uint8Array, at: number): number {
  for (let i = 0; i < word.length; i++) if (source[at + i] !== word.charCodeAt(i)) return DIFFERENT
  const length = to.length
  const size = kind === NULL ? 0 : word.length
  const bytes = to.room(size + 2)
  bytes[length] = size + 1
  bytes[length + 1] = kind
  for (let i = 0; i < size; i++) bytes[length + 2 + i] = word.charCodeAt(i)
  to.extend(length + 2 + size)
  return at + word.length
}

/** A whole number is told while its digits are copied; of any other one the text is made. */
function writeNumber(value: number, to: ByteColumn, source: Uint8Array, at: number): number {
  const bytes = to.room(NUMBER_BYTES)
  const length = to.length
  let next = length + 2
  let from = at
  if (source[from] === MINUS) bytes[next++] = source[from++]!
  let whole = 0
  const digits = from
  for (let digit = source[from]! - ZERO; digit >= 0 && digit <= 9 && from - digits < SAFE_DIGITS; digit = source[++from]! - ZERO) {
    whole = whole * 10 + digit
    bytes[next++] = digit + ZERO
  }
  const hasLeadingZero = source[digits] === ZERO && from - digits > 1
  const isWhole = from > digits && !hasLeadingZero && (source[from] === COMMA || source[from] === CLOSE) && (digits > at ? -whole : whole) === value
  if (!isWhole) {
    const text = String(value)
    next = length + 2
    from = at
    for (let i = 0; i < text.length; i++) {
      if (source[from++] !== text.charCodeAt(i)) return DIFFERENT
      bytes[next++] = text.charCodeAt(i)
    }
  }
  bytes[length] = next - length - 1
  bytes[length + 1] = NUMBER
  to.extend(next)
  return from
}

/** Digits of whole numbers that a double holds exactly, whichever they are. */
const SAFE_DIGITS = 15
