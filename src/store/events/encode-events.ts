import { entitiesOf, entityKey, subjectOf } from '../../model/entities.ts'
import type { DecodeError } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { eventId } from '../../model/ids.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { NO_TIME_US, ODDITY } from '../../query/sql/stored-event.ts'
import { foldsAsAscii } from '../../query/sql/stored-value.ts'
import { ByteColumn } from './byte-column.ts'
import { BLOCK_BYTES, BLOCK_ROWS } from './defaults.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import { fieldsText } from './fields-text.ts'
import { fitFields } from './fit-fields.ts'
import { flattenFields, isFolded } from './flatten-fields.ts'
import { dictionaryColumn, mapColumn, nativeBlock, plainColumn, textArrayColumn } from './native-block.ts'

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
 * is left out and costs one error. A third of the time goes into entities; bench/events.ts says how long it takes.
 */
export class EventEncoder {
  readonly #origin: EventOrigin
  readonly #mappings: Mappings
  readonly #organisation = new DictionaryColumn()
  readonly #dataset = new DictionaryColumn()
  readonly #sensor = new DictionaryColumn()
  readonly #load = new ByteColumn()
  readonly #id = new ByteColumn()
  readonly #time = new ByteColumn()
  readonly #evidence = new ByteColumn()
  readonly #record = new ByteColumn()
  readonly #offset = new ByteColumn()
  readonly #length = new ByteColumn()
  readonly #ordinal = new ByteColumn()
  readonly #flags = new ByteColumn()
  readonly #oddity = new ByteColumn()
  readonly #subject = new DictionaryColumn()
  readonly #entityEnds = new ByteColumn()
  readonly #entities = new ByteColumn()
  #entityCount = 0
  readonly #raw = new ByteColumn()
  readonly #fields = new ByteColumn()
  readonly #searchEnds = new ByteColumn()
  readonly #names = new DictionaryColumn()
  readonly #values = new ByteColumn()
  #rows = 0

  constructor(origin: EventOrigin, mappings: Mappings) {
    this.#origin = origin
    this.#mappings = mappings
  }

  /** The block is as large as blocks should be: {@link take} it. */
  get full(): boolean {
    return this.#rows >= BLOCK_ROWS || this.#values.length + this.#fields.length + this.#raw.length >= BLOCK_BYTES
  }

  /** Adds the rows of a batch; what was left out of an event is reported with its offset. */
  add(batch: EventBatch, rawOf: RawOf, report: (error: DecodeError) => void): void {
    for (let row = 0; row < batch.count; row++) {
      const { fields, problem } = fitFields(batch.fields[row]!)
      if (problem !== null) report({ offset: batch.offset[row]!, reason: problem })
      this.#addPlace(batch, row)
      const plain = this.#addMeaning(batch.dataset[row]!, fields)
      this.#addFields(fields, plain)
      this.#raw.writeBlob(rawOf(row) ?? NOTHING)
      this.#rows++
    }
  }

  /** The rows since the last block, as a block that is valid until the next call; null when there are none. */
  take(): Uint8Array | null {
    if (this.#rows === 0) return null
    const columns = [
      dictionaryColumn('organisation', this.#organisation),
      plainColumn('load', 'UInt64', this.#load),
      plainColumn('id', 'FixedString(16)', this.#id),
      plainColumn('time', "DateTime64(6, 'UTC')", this.#time),
      dictionaryColumn('dataset', this.#dataset),
      dictionaryColumn('sensor', this.#sensor),
      plainColumn('evidence', 'FixedString(32)', this.#evidence),
      plainColumn('record', 'UInt64', this.#record),
      plainColumn('offset', 'UInt64', this.#offset),
      plainColumn('length', 'UInt64', this.#length),
      plainColumn('ordinal', 'UInt32', this.#ordinal),
      plainColumn('flags', 'UInt8', this.#flags),
      plainColumn('oddity', 'UInt8', this.#oddity),
      dictionaryColumn('subject', this.#subject),
      textArrayColumn('entities', this.#entityEnds, this.#entities),
      plainColumn('raw', 'String', this.#raw),
      plainColumn('fields', 'String', this.#fields),
      mapColumn('search', this.#searchEnds, this.#names, this.#values),
    ]
    const size = this.#values.length + this.#fields.length + this.#raw.length + this.#entities.length + this.#names.length * 4 + this.#rows * ROW_BYTES
    const block = nativeBlock(columns, this.#rows, size)
    this.#clear()
    return block
  }

  #addPlace(batch: EventBatch, row: number): void {
    const { organisation, load, evidence, sensor } = this.#origin
    const time = batch.time[row]!
    this.#organisation.add(organisation)
    this.#load.writeUint64(load)
    this.#id.writeHex(eventId(evidence, batch.offset[row]!, batch.ordinal[row]!))
    this.#time.writeUint64(Number.isNaN(time) ? NO_TIME_US : time)
    this.#dataset.add(batch.dataset[row]!.toWellFormed())
    this.#sensor.add(sensor)
    this.#evidence.writeHex(evidence)
    this.#record.writeUint64(batch.record[row]!)
    this.#offset.writeUint64(batch.offset[row]!)
    this.#length.writeUint64(batch.length[row]!)
    this.#ordinal.writeUint32(batch.ordinal[row]!)
    this.#flags.writeUint8(batch.flags[row]!)
  }

  /** Whom the event is about and whom it names. False when SQL would not compare its dataset or subject as memory does. */
  #addMeaning(dataset: string, fields: Fields): boolean {
    const view = this.#mappings.dataset(dataset)
    const subject = entityKey(subjectOf(view, fields, this.#origin.evidence))
    this.#subject.add(subject.toWellFormed())
    for (const entity of entitiesOf(view, fields)) {
      this.#entities.writeText(entityKey(entity))
      this.#entityCount++
    }
    this.#entityEnds.writeUint64(this.#entityCount)
    return foldsAsAscii(dataset) && foldsAsAscii(subject)
  }

  #addFields(fields: Fields, allowed: boolean): void {
    const names = this.#names.length
    const values = this.#values.length
    let oddity: number = ODDITY.none
    const plain = allowed && flattenFields(fields, {
      add: (name, kind, text) => {
        this.#names.add(name)
        if (kind !== '') return this.#values.writePrefixedText(kind.charCodeAt(0), text)
        this.#values.writeText(text)
        if (isFolded(text)) oddity = ODDITY.folded
      },
    })
    if (!plain) {
      this.#names.truncate(names)
      this.#values.truncate(values)
      oddity = ODDITY.odd
    }
    this.#searchEnds.writeUint64(this.#names.length)
    this.#oddity.writeUint8(oddity)
    this.#fields.writeText(fieldsText(fields))
  }

  #clear(): void {
    const columns = [
      this.#organisation, this.#dataset, this.#sensor, this.#load, this.#id, this.#time, this.#evidence, this.#record, this.#offset,
      this.#length, this.#ordinal, this.#flags, this.#oddity, this.#subject, this.#entityEnds, this.#entities, this.#raw, this.#fields,
      this.#searchEnds, this.#names, this.#values,
    ]
    for (const column of columns) column.clear()
    this.#rows = 0
    this.#entityCount = 0
  }
}

const NOTHING = new Uint8Array()

/** Of the columns of fixed width, about. */
const ROW_BYTES = 160
