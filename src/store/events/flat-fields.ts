import type { Fields, FieldValue } from '../../model/value.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import { KIND, plainTextKind, storedValue } from '../../query/sql/stored-value.ts'
import { ByteColumn } from './byte-column.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { FieldShapes } from './field-shapes.ts'
import { isFolded } from './flatten-fields.ts'

/**
 * The fields of events as JSON and as searchable values, of a whole batch at once: all texts are joined and become bytes in one call, after
 * which a loop over the bytes writes both columns. For events that are flat, with usual names and values, which nearly all are; of the others
 * {@link shapeOf} is null, and `fieldsText` and `flattenFields` write them. The bytes are the same.
 */
export class FlatFields {
  readonly json = new ByteColumn()
  readonly names = new DictionaryColumn()
  readonly values = new ByteColumn()
  /** The texts of the batch, joined: where those of the row written last stand is told by {@link startOf}. */
  source = Buffer.alloc(1 << 16)
  readonly #shapes = new FieldShapes()
  readonly #rows: (FieldShape | null)[] = []
  readonly #lengths: number[] = []
  readonly #found: FieldValue[] = []
  readonly #texts: string[] = []
  /** Whether there are texts beyond ASCII in the batch, and which; they are empty in `source`. */
  #mixed = false
  readonly #wide: boolean[] = []
  #starts = new Int32Array(64)
  #rowStart = 0
  #nextValue = 0
  #nextText = 0
  #nextByte = 0

  /** Takes in the events of a batch; {@link write} then wants those with a shape, in their order. */
  read(batch: readonly Fields[]): void {
    this.#rows.length = this.#lengths.length = this.#found.length = this.#texts.length = 0
    this.#nextValue = this.#nextText = this.#nextByte = 0
    for (const fields of batch) {
      const values = this.#found.length
      const texts = this.#texts.length
      const shape = this.#readFields(fields)
      if (shape === null) this.#found.length = values
      if (shape === null) this.#texts.length = texts
      this.#rows.push(shape)
    }
    this.#encode()
  }

  shapeOf(row: number): FieldShape | null {
    return this.#rows[row] ?? null
  }

  /** A value of the row to be written next. */
  peek(position: number): FieldValue {
    return this.#found[this.#nextValue + position] ?? null
  }

  /** A value of the row written last. */
  valueOf(position: number): FieldValue {
    return this.#found[this.#rowStart + position] ?? null
  }

  /** Where in `source` a text of the row written last begins; -1 when it is no text of ASCII. */
  startOf(position: number): number {
    return this.#starts[position]!
  }

  /**
   * Writes the next row: its JSON, and its values unless that is not `wanted`. Answers its oddity.
   *
   * @param wanted `odd` when what else is known of the event makes it so
   */
  write(shape: FieldShape, row: number, wanted: 'searchable' | 'odd'): number {
    const { names } = shape
    const length = this.#lengths[row]!
    const source = this.source
    const dictionary = this.names
    const namesBefore = dictionary.length
    const valuesBefore = this.values.length
    const jsonStart = this.json.length
    const json = this.json.room(shape.jsonLength + length * 6 + names.length * SCALAR_BYTES + 8)
    let values = this.values.room(length + names.length * SCALAR_BYTES)
    let oddity: number = wanted === 'odd' ? ODDITY.odd : ODDITY.none
    let j = jsonStart + 2
    let v = valuesBefore
    let at = this.#nextByte
    this.#rowStart = this.#nextValue
    if (this.#starts.length < names.length) this.#starts = new Int32Array(names.length * 2)
    const starts = this.#starts
    json[j++] = OPEN
    for (let position = 0; position < names.length; position++) {
      const name = names[position]!
      const value = this.#found[this.#nextValue++]
      if (position > 0) json[j++] = COMMA
      const key = name.json
      for (let i = 0; i < key.length; i++) json[j++] = key[i]!
      if (name.generation !== dictionary.generation) {
        name.index = dictionary.indexOf(name.text)
        name.generation = dictionary.generation
      }
      dictionary.addIndex(name.index)
      starts[position] = -1
      if (typeof value === 'string') {
        const text = this.#nextText++
        if (this.#mixed && this.#wide[text]) {
          j += json.write(JSON.stringify(value), j)
          const stored = storedValue(value)
          if (stored === null) oddity = ODDITY.odd
          if (stored !== null && oddity === ODDITY.none && isFolded(stored)) oddity = ODDITY.folded
          this.values.extend(v)
          this.values.writeText(stored ?? '')
          v = this.values.length
          values = this.values.room(length + names.length * SCALAR_BYTES)
          continue
        }
        starts[position] = at
        const end = at + value.length
        const total = value.length + 1
        if (total < 0x80) values[v++] = total
        else v = writeVarint(values, v, total)
        values[v++] = isAddressStart(source, at, end) ? (plainTextKind(value) ?? KIND.text).charCodeAt(0) : TEXT
        json[j++] = QUOTE
        for (; at < end; at++) {
          const code = source[at]!
          values[v++] = code
          if (IS_ESCAPED[code] !== 0) j = writeEscape(json, j, code)
          else json[j++] = code
        }
        json[j++] = QUOTE
      } else if (typeof value === 'number' && value >= 0 && value <= MAX_DIGITS && Number.isInteger(value)) {
        const end = writeDigits(json, j, value)
        values[v++] = end - j + 1
        values[v++] = NUMBER
        while (j < end) values[v++] = json[j++]!
      } else {
        const word = String(value)
        const letters = value === null ? 0 : word.length
        values[v++] = letters + 1
        values[v++] = (typeof value === 'number' ? KIND.number : typeof value === 'boolean' ? KIND.boolean : KIND.null).charCodeAt(0)
        for (let i = 0; i < word.length; i++) json[j++] = word.charCodeAt(i)
        for (let i = 0; i < letters; i++) values[v++] = word.charCodeAt(i)
      }
    }
    json[j++] = CLOSE
    this.#nextByte = at
    this.values.extend(v)
    if (oddity === ODDITY.odd) {
      this.names.truncate(namesBefore)
      this.values.truncate(valuesBefore)
    }
    this.json.extend(j)
    this.#writeLength(json, jsonStart, j)
    return oddity
  }

  clear(): void {
    this.json.clear()
    this.names.clear()
    this.values.clear()
  }

  /** Null when the event has no shape; what it left among values and texts is to be taken back. */
  #readFields(fields: Fields): FieldShape | null {
    let shape = this.#shapes.root
    let length = 0
    for (const name in fields) {
      let longer = shape.longer(name)
      if (longer === undefined) longer = this.#shapes.grow(shape, name)
      if (longer === null) return this.#noShape()
      shape = longer
      const value = fields[name]
      if (typeof value === 'string') {
        this.#texts.push(value)
        length += value.length
      } else if (typeof value === 'number') {
        if (!Number.isFinite(value) || (value === 0 && 1 / value < 0)) return this.#noShape()
      } else if (value !== null && typeof value !== 'boolean') return this.#noShape()
      this.#found.push(value)
    }
    this.#lengths.push(length)
    return shape
  }

  #noShape(): null {
    this.#lengths.push(0)
    return null
  }

  #encode(): void {
    const texts = this.#texts
    let joined = texts.join('')
    this.#mixed = !this.#isEncoded(joined)
    if (!this.#mixed) return
    this.#wide.length = 0
    for (const text of texts) this.#wide.push(NOT_ASCII.test(text))
    joined = texts.filter((_, index) => !this.#wide[index]).join('')
    this.#isEncoded(joined)
  }

  /** Makes the bytes; false when the text is not of ASCII alone. */
  #isEncoded(joined: string): boolean {
    // With more room than letters a text that has others never comes to as many bytes.
    if (this.source.length < joined.length + 4) this.source = Buffer.allocUnsafe(joined.length * 2 + 4)
    return this.source.write(joined, 0) === joined.length
  }

  /** Two bytes are left for the length; the text is moved where it takes others. */
  #writeLength(json: Buffer, start: number, end: number): void {
    const length = end - start - 2
    const width = length < 0x80 ? 1 : length < 0x4000 ? 2 : Math.ceil(Math.log2(length + 1) / 7)
    if (width !== 2) {
      json.copyWithin(start + width, start + 2, end)
      this.json.extend(start + width + length)
    }
    writeVarint(json, start, length)
  }
}

/** Bytes of a number or a word in a column, its length, its kind and quotes with it. */
const SCALAR_BYTES = 32

/** Whole numbers up to here are written digit by digit. */
const MAX_DIGITS = 0x7fff_ffff

const OPEN = 0x7b
const CLOSE = 0x7d
const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
const TEXT = KIND.text.charCodeAt(0)
const NUMBER = KIND.number.charCodeAt(0)

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\0-\x7f]/

/** What JSON writes otherwise. */
const IS_ESCAPED = Uint8Array.from({ length: 256 }, (_, code) => Number(code < 0x20 || code === QUOTE || code === BACKSLASH))
const ESCAPES = Array.from({ length: 128 }, (_, code) => Buffer.from(JSON.stringify(String.fromCharCode(code)).slice(1, -1)))

function writeEscape(to: Uint8Array, at: number, code: number): number {
  const escape = ESCAPES[code]!
  for (let i = 0; i < escape.length; i++) to[at++] = escape[i]!
  return at
}

function writeVarint(to: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    to[at++] = (value & 0x7f) | 0x80
    value = Math.floor(value / 0x80)
  }
  to[at++] = value
  return at
}

function writeDigits(to: Uint8Array, at: number, value: number): number {
  let end = at + 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++
  for (let digit = end - 1, rest = value; digit >= at; digit--) {
    const next = (rest / 10) | 0
    to[digit] = 0x30 + (rest - next * 10)
    rest = next
  }
  return end
}

const ADDRESS = 1
const SEPARATOR = 2
/** Letters of addresses, with the two of which every one has. */
const ADDRESS_LETTERS = Uint8Array.from({ length: 256 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return /[.:]/.test(letter) ? ADDRESS | SEPARATOR : Number(code < 0x80 && /[\da-f]/i.test(letter))
})

/** False when the text is no address, which for nearly all texts shows within a few letters. */
function isAddressStart(source: Uint8Array, from: number, end: number): boolean {
  if (source[from] === 0x5b) return from < end
  let seen = 0
  for (let at = from; at < end; at++) {
    const letter = ADDRESS_LETTERS[source[at]!]!
    if (letter === 0) return (seen & SEPARATOR) !== 0 && (source[at] === 0x25 || source[at] === 0x5d)
    seen |= letter
  }
  return (seen & SEPARATOR) !== 0
}
