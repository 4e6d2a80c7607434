import { entitiesOf, entityKey, membersOf, subjectOf } from '../../model/entities.ts'
import type { DecodeError } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { DatasetView, Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { NO_TIME_US, ODDITY } from '../../query/sql/stored-event.ts'
import { foldsAsAscii } from '../../query/sql/stored-value.ts'
import { ByteColumn } from './byte-column.ts'
import { BLOCK_BYTES, BLOCK_ROWS } from './defaults.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import { EntityColumn } from './entity-column.ts'
import { EventIdHasher } from './event-id-hasher.ts'
import type { FieldShape } from './field-shapes.ts'
import { fieldsText } from './fields-text.ts'
import { fitFields } from './fit-fields.ts'
import { FlatFields } from './flat-fields.ts'
import { flattenFields, isFolded } from './flatten-fields.ts'
import { dictionaryColumn, nativeBlock, plainColumn, textArrayColumn } from './native-block.ts'
import { NumberColumn } from './number-column.ts'
import { RAW_IS_FIELDS, RAW_PLACE } from './raw-column.ts'
import { SubjectColumn } from './subject-column.ts'

/** What the rows of an encoder have in common. */
export interface EventOrigin {
  readonly organisation: string
  readonly load: number
  /** Hex SHA-256. */
  readonly evidence: string
  /** The sensor that saw it; empty for files. */
  readonly sensor: string
}

/** The exact bytes of a row's record; null where the evidence itself is the only copy (packets). */
export type RawOf = (row: number) => Uint8Array | null

/**
 * Batches of events → blocks of the `events` table in the Native format, for a spool file that ClickHouse reads with
 * `INSERT INTO events FROM INFILE … FORMAT Native`: column by column, no object for a row. No event can spoil a block: what does not fit
 * is left out and costs one error. Events of usual names and values, which nearly all are, go the fast way of `FlatFields`; the others one by one. How long it
 * takes says bench/ingest.ts.
 */
export class EventEncoder {
  #origin: EventOrigin
  /** Those of the rows before the ones of {@link #origin}, each with the row at which it ends. */
  #earlier: { readonly origin: EventOrigin, readonly end: number }[] = []
  readonly #mappings: Mappings
  #hasher: EventIdHasher | null = null
  readonly #id = new ByteColumn()
  readonly #time = new NumberColumn()
  readonly #dataset = new DictionaryColumn()
  readonly #record = new NumberColumn()
  readonly #offset = new NumberColumn()
  readonly #length = new NumberColumn()
  readonly #ordinal = new ByteColumn()
  readonly #flags = new ByteColumn()
  readonly #oddity = new ByteColumn()
  readonly #subject: SubjectColumn
  readonly #entities = new EntityColumn()
  readonly #raw = new ByteColumn()
  readonly #rawIsFields = new ByteColumn()
  readonly #flat = new FlatFields()
  readonly #block = new ByteColumn()
  #rows = 0
  #datasetName = ''
  #view: DatasetView
  #isDatasetPlain = true

  constructor(origin: EventOrigin, mappings: Mappings) {
    this.#origin = origin
    this.#mappings = mappings
    this.#subject = new SubjectColumn(origin.evidence)
    this.#view = mappings.dataset('')
  }

  /** Rows are of this origin from now on. A block holds rows of many: of small files each has a few, and a block costs the engine milliseconds. */
  moveTo(origin: EventOrigin): void {
    if (this.#rows > 0) this.#earlier.push({ origin: this.#origin, end: this.#rows })
    this.#origin = origin
    this.#hasher = null
    this.#subject.standIn(origin.evidence)
  }

  /** The block is as large as blocks should be: {@link take} it. */
  get full(): boolean {
    return this.#rows >= BLOCK_ROWS || this.#flat.json.length * 2 + this.#raw.length >= BLOCK_BYTES
  }

  /**
   * Adds the rows of a batch; what was left out of an event is reported with its offset.
   *
   * @param ids of the rows, one after another, from who has them already
   */
  add(batch: EventBatch, rawOf: RawOf, report: (error: DecodeError) => void, ids?: Uint8Array): void {
    if (ids === undefined) this.#makeIds(batch)
    else this.#id.writeBytes(ids)
    this.#flat.read(batch)
    this.#ordinal.writeBytes(new Uint8Array(batch.ordinal.buffer, batch.ordinal.byteOffset, batch.count * 4))
    this.#flags.writeBytes(batch.flags.subarray(0, batch.count))
    for (let row = 0; row < batch.count; row++) {
      this.#addPlace(batch, row)
      const shape = this.#flat.shapeOf(row)
      const raw = rawOf(row) ?? NOTHING
      const place = shape === null ? RAW_PLACE.raw : this.#addFlat(row, shape, raw)
      if (shape === null) this.#addAny(batch, row, report)
      const isThere = place === RAW_PLACE.same || (place === RAW_PLACE.beginning && raw.length === batch.length[row])
      this.#raw.writeBlob(isThere ? NOTHING : raw)
      this.#rawIsFields.writeUint8(isThere ? place : RAW_PLACE.raw)
      this.#rows++
    }
  }

  /** The rows since the last block, as a block that is valid until the next call; null when there are none. */
  take(): Uint8Array | null {
    if (this.#rows === 0) return null
    const { organisation, load, evidence, sensor } = this.#originColumns()
    const block = nativeBlock(this.#block, this.#rows, [
      dictionaryColumn('organisation', organisation),
      plainColumn('load', 'UInt64', load),
      plainColumn('id', 'FixedString(16)', this.#id),
      plainColumn('time', "DateTime64(6, 'UTC')", this.#time),
      dictionaryColumn('dataset', this.#dataset),
      dictionaryColumn('sensor', sensor),
      plainColumn('evidence', 'FixedString(32)', evidence),
      plainColumn('record', 'UInt64', this.#record),
      plainColumn('offset', 'UInt64', this.#offset),
      plainColumn('length', 'UInt64', this.#length),
      plainColumn('ordinal', 'UInt32', this.#ordinal),
      plainColumn('flags', 'UInt8', this.#flags),
      plainColumn('oddity', 'UInt8', this.#oddity),
      dictionaryColumn('subject', this.#subject.keys),
      textArrayColumn('entities', this.#entities.ends, this.#entities.keys),
      plainColumn('raw', 'String', this.#raw),
      plainColumn(RAW_IS_FIELDS, 'UInt8', this.#rawIsFields),
      plainColumn('fields', 'String', this.#flat.json),
      ...this.#flat.search.native(),
    ])
    this.#clear()
    return block
  }

  /** What the rows since the last block have in common, origin by origin. */
  #originColumns(): { organisation: DictionaryColumn, load: NumberColumn, evidence: ByteColumn, sensor: DictionaryColumn } {
    const columns = { organisation: new DictionaryColumn(), load: new NumberColumn(), evidence: new ByteColumn(), sensor: new DictionaryColumn() }
    let from = 0
    for (const { origin, end } of [...this.#earlier, { origin: this.#origin, end: this.#rows }]) {
      columns.organisation.addRepeated(origin.organisation, end - from)
      columns.load.addRepeated(origin.load, end - from)
      columns.evidence.writeRepeated(Buffer.from(origin.evidence, 'hex'), end - from)
      columns.sensor.addRepeated(origin.sensor, end - from)
      from = end
    }
    return columns
  }

  #makeIds({ count, offset, ordinal }: EventBatch): void {
    const hasher = this.#hasher ??= new EventIdHasher(this.#origin.evidence)
    for (let row = 0; row < count; row++) hasher.write(offset[row]!, ordinal[row]!, this.#id)
  }

  #addPlace(batch: EventBatch, row: number): void {
    const time = batch.time[row]!
    const offset = batch.offset[row]!
    const dataset = batch.dataset[row]!
    if (dataset !== this.#datasetName) {
      this.#datasetName = dataset
      this.#view = this.#mappings.dataset(dataset)
      this.#isDatasetPlain = foldsAsAscii(dataset)
    }
    this.#time.add(Number.isNaN(time) ? NO_TIME_US : time)
    this.#dataset.add(dataset.toWellFormed())
    this.#record.add(batch.record[row]!)
    this.#offset.add(offset)
    this.#length.add(batch.length[row]!)
  }

  /** Where the row's bytes are in its fields as they are stored. */
  #addFlat(row: number, shape: FieldShape, raw: Uint8Array): number {
    const flat = this.#flat
    const { subject, entities } = shape.rolesIn(this.#view)
    // Whether the subject is as plain as SQL wants it decides how the fields are written, and who it is the fields say.
    const isPlain = this.#subject.addOf(subject, flat) && this.#isDatasetPlain
    this.#oddity.writeUint8(flat.write(row, shape, raw, isPlain ? 'searchable' : 'odd'))
    for (const { type, position } of entities) {
      const start = flat.startOf(position)
      const value = flat.valueOf(position)
      const step = shape.steps[position]!
      if (start >= 0 && typeof value === 'string' && step.kind === 'value') this.#entities.addBytes(type, step.name.column.values, start, start + value.length)
      else for (const member of membersOf(value)) this.#entities.addValue(type, member)
    }
    this.#entities.endRow()
    return flat.rawPlace
  }

  /** Any event at all, by the functions that say what is right. */
  #addAny(batch: EventBatch, row: number, report: (error: DecodeError) => void): void {
    const { fields, problem } = fitFields(batch.fields[row]!)
    if (problem !== null) report({ offset: batch.offset[row]!, reason: problem })
    const isPlain = this.#subject.add(subjectOf(this.#view, fields, this.#origin.evidence)) && this.#isDatasetPlain
    for (const entity of entitiesOf(this.#view, fields)) this.#entities.addKey(entityKey(entity))
    this.#entities.endRow()
    this.#oddity.writeUint8(isPlain ? this.#addSearch(fields) : ODDITY.odd)
    this.#flat.search.endRow()
    this.#flat.json.writeText(fieldsText(fields))
  }

  #addSearch(fields: Fields): number {
    const { search } = this.#flat
    let oddity: number = ODDITY.none
    const isPlain = flattenFields(fields, {
      add(name, kind, text) {
        search.add(name, kind + text)
        if (kind === '' && isFolded(text)) oddity = ODDITY.folded
      },
    })
    if (isPlain) return oddity
    search.dropRow()
    return ODDITY.odd
  }

  #clear(): void {
    const columns = [
      this.#id, this.#time, this.#dataset, this.#record, this.#offset, this.#length, this.#ordinal, this.#flags, this.#oddity,
      this.#subject, this.#entities, this.#raw, this.#rawIsFields, this.#flat,
    ]
    for (const column of columns) column.clear()
    this.#rows = 0
    this.#earlier = []
  }
}

const NOTHING = new Uint8Array()
