import type { EventBatch } from '../../model/event-batch.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import { ByteColumn } from './byte-column.ts'
import type { FieldShape } from './field-shapes.ts'
import { FieldShapes } from './field-shapes.ts'
import { JsonValues } from './json-values.ts'
import { MadeJson } from './made-json.ts'
import { RAW_PLACE } from './raw-column.ts'
import { NO_NAMES, SearchColumns } from './search-columns.ts'
import { TextBytes } from './text-bytes.ts'
import { WrittenValues } from './written-values.ts'

/**
 * The fields of events as JSON and as searchable values, of a batch. Where the bytes of the evidence are that JSON
 * already they are taken as they are, else it is made; one loop writes it and the values. For events of usual names and values, objects among them, which
 * nearly all are; of the others {@link shapeOf} is null, and `fieldsText` and `flattenFields` write them. The bytes are the same.
 */
export class FlatFields {
  readonly json = new ByteColumn()
  readonly search = new SearchColumns()
  readonly #shapes = new FieldShapes(this.search)
  readonly #written = new WrittenValues()
  readonly #values = new JsonValues(this.search, this.#written)
  readonly #made = new MadeJson(this.json, this.search, this.#written)
  /** Of each event of the batch, null where it has none. */
  readonly #rows: (FieldShape | null)[] = []
  #rowCount = 0
  /** The values of all that have a shape. */
  readonly #found: FieldValue[] = []
  #foundCount = 0
  #nextValue = 0
  /** Where the bytes of the evidence are in the JSON of the row written last (see {@link RAW_PLACE}). */
  rawPlace: number = RAW_PLACE.raw
  #rowStart = 0
  /** Of each event of the batch, whether the bytes of the evidence may be its JSON. */
  readonly #mayTake: boolean[] = []
  /** The texts of the others. Those of some events are made bytes together: where each such piece begins there, -1 where it does not, and with which row. */
  readonly #texts = new TextBytes()
  readonly #pieces: { readonly row: number, readonly start: number }[] = []
  #nextPiece = 0
  /** Where the texts of the next event begin. */
  #nextText = -1
  /** What is not in {@link #texts} yet, and with which row it begins. */
  #joined = ''
  #joinedFrom = 0

  /** Takes in the events of a batch; {@link write} then wants those with a shape, in their order. */
  read(batch: FieldRows): void {
    // The lists are kept and written over: to make them anew costs more than what they hold back.
    this.#rowCount = this.#foundCount = this.#nextValue = this.#joinedFrom = this.#nextPiece = 0
    this.#pieces.length = 0
    this.#nextText = -1
    this.#texts.clear()
    for (const fields of batch.fields) {
      const before = this.#foundCount
      const shape = this.#readFields(fields, this.#shapes.root)
      const mayTake = shape !== null && batch.verbatim?.[this.#rowCount] === 1 && ++shape.patience > 0
      if (shape === null) this.#foundCount = before
      if (shape !== null && !mayTake) this.#join(before)
      this.#mayTake[this.#rowCount] = mayTake
      this.#rows[this.#rowCount++] = shape
      if (this.#joined.length > JOINED_LENGTH) this.#encodeJoined()
    }
    this.#encodeJoined()
  }

  /** Puts the texts of an event behind those of the ones before. */
  #join(first: number): void {
    let joined = this.#joined
    for (let at = first; at < this.#foundCount; at++) {
      const value = this.#found[at]
      if (typeof value === 'string') joined += value
    }
    this.#joined = joined
  }

  #encodeJoined(): void {
    this.#pieces.push({ row: this.#joinedFrom, start: this.#texts.add(this.#joined) })
    this.#joined = ''
    this.#joinedFrom = this.#rowCount
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
    return this.#written.starts[position]!
  }

  /**
   * Writes the next row, and ends it among the searchable values: its JSON, and its values unless that is not `wanted`. Answers its oddity.
   *
   * @param raw the row's bytes in the evidence @param wanted `odd` when what else is known of the event makes it so
   */
  write(row: number, shape: FieldShape, raw: Uint8Array, wanted: 'searchable' | 'odd'): number {
    const before = this.json.length
    const isTaken = this.#mayTake[row] === true && this.#take(shape, raw)
    for (; (this.#pieces[this.#nextPiece]?.row ?? Infinity) <= row; this.#nextPiece++) this.#nextText = this.#pieces[this.#nextPiece]!.start
    if (this.#mayTake[row] !== true) this.#nextText = this.#made.write(shape, this.#found, this.#nextValue, this.#texts, this.#nextText)
    else if (!isTaken) this.#made.write(shape, this.#found, this.#nextValue, this.#texts, -1)
    this.rawPlace = isTaken ? RAW_PLACE.same : this.#placeOf(raw, before)
    this.#rowStart = this.#nextValue
    this.#nextValue += shape.steps.length
    const { oddity } = this.#written
    const isOdd = wanted === 'odd' || oddity === ODDITY.odd
    if (isOdd) this.#written.drop(this.search)
    this.search.endRow(isOdd ? NO_NAMES : shape.columnNames)
    return isOdd ? ODDITY.odd : oddity
  }

  clear(): void {
    this.json.clear()
    this.search.clear()
  }

  /** The row's own bytes, when they are what `JSON.stringify` would write. */
  #take(shape: FieldShape, raw: Uint8Array): boolean {
    const before = this.json.length
    this.json.writeBlob(raw)
    const end = this.json.length
    this.json.room(SLACK_BYTES)
    const isSame = this.#values.write(shape, this.#found, this.#nextValue, this.json, end - raw.length) && this.#values.end === end
    if (isSame) return true
    shape.patience = IMPATIENCE
    this.#written.drop(this.search)
    this.json.truncate(before)
    return false
  }

  /** Where a row's own bytes stand in the JSON that was made of it. @param before where that begins, with its length */
  #placeOf(raw: Uint8Array, before: number): number {
    const size = this.json.length - before
    const start = before + (size < 0x81 ? 1 : size < 0x4002 ? 2 : size < 0x20_0003 ? 3 : 4)
    const length = this.json.length - start
    const last = raw.length - 1
    if (last < 1 || last >= length || raw[last] !== CLOSE) return RAW_PLACE.raw
    const json = this.json.room(0)
    const next = json[start + last]
    if (next !== (last + 1 === length ? CLOSE : COMMA) || json.compare(raw, 0, last, start, start + last) !== 0) return RAW_PLACE.raw
    return next === CLOSE ? RAW_PLACE.same : RAW_PLACE.beginning
  }

  /** The shape with the fields too; null when the event has none. What it left among the values is to be taken back then. */
  #readFields(fields: Fields, before: FieldShape): FieldShape | null {
    let shape = before
    for (const name in fields) {
      const value = fields[name]
      if (isFields(value)) {
        const known = shape.objects.get(name)
        const opened = known === undefined ? this.#shapes.grow(shape, 'object', name) : known
        if (opened === null) return null
        this.#found[this.#foundCount++] = value
        const inside = this.#readFields(value, opened)
        if (inside === null) return null
        this.#found[this.#foundCount++] = null
        shape = inside.ended ?? this.#shapes.end(inside)
        continue
      }
      const known = shape.values.get(name)
      const longer = known === undefined ? this.#shapes.grow(shape, 'value', name) : known
      if (longer === null) return null
      shape = longer
      if (typeof value !== 'string' && typeof value !== 'bigint' && !isPlain(value) && !isPlainList(value)) return null
      this.#found[this.#foundCount++] = value ?? null
    }
    return shape
  }
}

/** What of a batch the fields are written from. */
type FieldRows = Pick<EventBatch, 'fields' | 'verbatim'>

/** A value of one word in JSON, that says the same when it is read back; not a text. */
function isPlain(value: FieldValue | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return value === null || typeof value === 'boolean'
}

function isPlainList(value: FieldValue | undefined): boolean {
  return Array.isArray(value) && value.every((member: FieldValue) => typeof member === 'string' || isPlain(member))
}

const COMMA = 0x2c
const CLOSE = 0x7d

/** Letters of texts that are made bytes together: as many as stay close to the processor. */
const JOINED_LENGTH = 16_384

/** Bytes that may be read behind an event. */
const SLACK_BYTES = 8

/** Events of a shape whose bytes are not looked at after some that are written otherwise: their source mostly writes all so. */
const IMPATIENCE = -256
