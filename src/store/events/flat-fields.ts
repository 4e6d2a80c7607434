import type { Fields, FieldValue } from '../../model/value.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import { KIND, plainTextKind, storedValue } from '../../query/sql/stored-value.ts'
import { ByteColumn } from './byte-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { FieldShapes } from './field-shapes.ts'
import { mark, withMarks } from './fields-text.ts'
import { isFolded } from './flatten-fields.ts'
import { SearchColumns } from './search-columns.ts'

/**
 * The fields of events as JSON and as searchable values, of a batch: the engine makes the JSON of many events in one call, and one loop over its
 * bytes writes the values. For events that are flat, with usual names and values, which nearly all are; of the others {@link shapeOf} is null, and
 * `fieldsText` and `flattenFields` write them. The bytes are the same.
 */
export class FlatFields {
  readonly json = new ByteColumn()
  readonly search = new SearchColumns()
  readonly #shapes = new FieldShapes(this.search)
  /** Of each event of the batch, null where it has none. */
  readonly #rows: (FieldShape | null)[] = []
  #rowCount = 0
  /** The events that have one, and all their values. */
  readonly #events: Fields[] = []
  #eventCount = 0
  readonly #found: FieldValue[] = []
  #foundCount = 0
  /** The JSON of some events: of how many that are not written yet, and where the next one is. */
  #source = Buffer.alloc(1 << 16)
  #ready = 0
  #at = 0
  #length = 0
  /** Whether there are letters beyond ASCII in it: then each text is looked at, because its bytes are not as many as its letters. */
  #mixed = false
  #nextEvent = 0
  #nextValue = 0
  #rowStart = 0
  /** Whether the event that is being read has a value that JSON has no word for. */
  #hasBigint = false
  #starts = new Int32Array(64)

  /** Takes in the events of a batch; {@link write} then wants those with a shape, in their order. */
  read(batch: readonly Fields[]): void {
    // The lists are kept and written over: to make them anew costs more than what they hold back.
    this.#rowCount = this.#eventCount = this.#foundCount = this.#nextEvent = this.#nextValue = 0
    for (const fields of batch) {
      const before = this.#foundCount
      this.#hasBigint = false
      const shape = this.#readFields(fields)
      if (shape === null) this.#foundCount = before
      else this.#events[this.#eventCount++] = this.#hasBigint ? withMarks(fields) : fields
      this.#rows[this.#rowCount++] = shape
    }
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

  /** Where in its column's memory a text of the row written last begins, until the next is written; -1 when it is no text of ASCII. */
  startOf(position: number): number {
    return this.#starts[position]!
  }

  /**
   * Writes the next row: its JSON, and its values unless that is not `wanted`. Answers its oddity.
   *
   * @param wanted `odd` when what else is known of the event makes it so
   */
  write(shape: FieldShape, wanted: 'searchable' | 'odd'): number {
    if (this.#ready === 0) this.#makeJson()
    const begin = this.#at
    const oddity = this.#writeValues(shape)
    this.#ready--
    this.#nextEvent++
    this.json.writePiece(this.#source, begin, this.#at)
    // The comma between two events.
    this.#at++
    if (wanted !== 'odd' && oddity !== ODDITY.odd) return oddity
    this.search.dropRow()
    return ODDITY.odd
  }

  #writeValues(shape: FieldShape): number {
    const { names } = shape
    const source = this.#source
    const found = this.#found
    const { row } = this.search
    if (this.#starts.length < names.length) this.#starts = new Int32Array(names.length * 2)
    const starts = this.#starts
    let oddity: number = ODDITY.none
    let at = this.#at
    this.#rowStart = this.#nextValue
    for (let position = 0; position < names.length; position++) {
      const name = names[position]!
      const { column } = name
      column.beginIn(row)
      if (name.generation !== column.names.generation) {
        name.index = column.names.indexOf(name.text)
        name.generation = column.names.generation
      }
      column.names.addIndex(name.index)
      const value = found[this.#nextValue++]
      starts[position] = -1
      at += 1 + name.jsonBytes
      if (typeof value === 'string') {
        if (this.#mixed && NOT_ASCII.test(value)) {
          at += Buffer.byteLength(JSON.stringify(value))
          oddity = this.#writeAny(value, column.values, oddity)
          continue
        }
        const { length } = value
        const values = column.values.room(length + EXTRA_BYTES)
        let v = column.values.length
        if (length < 0x7f) values[v++] = length + 1
        else v = writeVarint(values, v, length + 1)
        const start = v + 1
        const end = start + length
        starts[position] = start
        let to = start
        at++
        while (to < end) {
          const code = source[at++]!
          if (code === BACKSLASH) {
            values[to++] = UNESCAPED[source[at]!]! || Number.parseInt(source.toString('latin1', at + 1, at + 5), 16)
            at += source[at] === LETTER_U ? 5 : 1
          } else values[to++] = code
        }
        at++
        column.values.extend(end)
        values[v] = isAddressStart(values, start, end) ? this.#kindOf(value) : TEXT
      } else if (value === null || value === undefined) {
        column.values.writeUint8(1)
        column.values.writeUint8(NULL)
        at += 4
      } else if (typeof value === 'object' || typeof value === 'bigint') {
        at += Buffer.byteLength(JSON.stringify(typeof value === 'bigint' ? mark(value) : value))
        oddity = this.#writeAny(value, column.values, oddity)
      } else {
        const values = column.values.room(SCALAR_BYTES)
        const length = column.values.length
        let v = length + 1
        values[v++] = typeof value === 'number' ? NUMBER : BOOLEAN
        for (let code = source[at]!; code !== COMMA && code !== CLOSE; code = source[++at]!) values[v++] = code
        values[length] = v - length - 1
        column.values.extend(v)
      }
    }
    this.#at = at + (names.length === 0 ? 2 : 1)
    return oddity
  }

  clear(): void {
    this.json.clear()
    this.search.clear()
  }

  /** Writes any value as SQL finds it. Answers the event's oddity with it. */
  #writeAny(value: FieldValue, to: ByteColumn, oddity: number): number {
    const stored = storedValue(value)
    to.writeText(stored ?? '')
    if (stored === null) return ODDITY.odd
    this.search.addWordsOf(stored)
    return oddity === ODDITY.none && isFolded(stored) ? ODDITY.folded : oddity
  }

  /** The letter of the kind of a text that may be an address. */
  #kindOf(text: string): number {
    const kind = plainTextKind(text) ?? KIND.text
    if (kind !== KIND.text) this.search.addWordsOf(kind + text)
    return kind.charCodeAt(0)
  }

  /** Null when the event has no shape; what it left among the values is to be taken back. */
  #readFields(fields: Fields): FieldShape | null {
    let shape = this.#shapes.root
    for (const name in fields) {
      const known = shape.longer(name)
      const longer = known === undefined ? this.#shapes.grow(shape, name) : known
      if (longer === null) return null
      shape = longer
      const value = fields[name]
      if (typeof value === 'bigint') this.#hasBigint = true
      else if (typeof value !== 'string' && !isPlain(value) && !isPlainList(value)) return null
      this.#found[this.#foundCount++] = value ?? null
    }
    return shape
  }

  /** The JSON of the next events. */
  #makeJson(): void {
    const events = this.#events.slice(this.#nextEvent, Math.min(this.#eventCount, this.#nextEvent + EVENTS_AT_ONCE))
    this.#at = 1
    this.#ready = events.length
    this.#mixed = !this.#encode(JSON.stringify(events))
  }

  /** Makes the bytes; false when the text is not of ASCII alone. */
  #encode(text: string): boolean {
    const most = text.length * 3
    if (this.#source.length < most) this.#source = Buffer.allocUnsafe(most * 2)
    this.#length = this.#source.write(text)
    return this.#length === text.length
  }
}

/** A value of one word in JSON, that says the same when it is read back; not a text. */
function isPlain(value: FieldValue | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return value === null || typeof value === 'boolean'
}

function isPlainList(value: FieldValue | undefined): boolean {
  return Array.isArray(value) && value.every((member: FieldValue) => typeof member === 'string' || isPlain(member))
}

/** Events whose JSON is made in one call: enough to spread its cost, few enough to stay in the processor's cache. */
const EVENTS_AT_ONCE = 64

/** Bytes of a number or a word with its kind and length, at most. */
const SCALAR_BYTES = 40

/** Bytes that a text takes beside its letters: its length and its kind. */
const EXTRA_BYTES = 8

const CLOSE = 0x7d
const COMMA = 0x2c
const BACKSLASH = 0x5c
const LETTER_U = 0x75
const TEXT = KIND.text.charCodeAt(0)
const NUMBER = KIND.number.charCodeAt(0)
const BOOLEAN = KIND.boolean.charCodeAt(0)
const NULL = KIND.null.charCodeAt(0)

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\0-\x7f]/

/** What a letter after a backslash stands for; 0 for `u`. */
const UNESCAPED = Uint8Array.from({ length: 256 }, (_, code) => 'btnfr"\\/'.includes(String.fromCharCode(code)) ? JSON.parse(`"\\${String.fromCharCode(code)}"`).charCodeAt(0) : 0)

function writeVarint(to: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    to[at++] = (value & 0x7f) | 0x80
    value = Math.floor(value / 0x80)
  }
  to[at++] = value
  return at
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
