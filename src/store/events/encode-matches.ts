import type { RuleSummary } from '../../model/detector.ts'
import { entityKey, subjectOf } from '../../model/entities.ts'
import type { Entity } from '../../model/entity.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import type { EventPosition } from '../../model/event-order.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { SeenMatch } from '../../model/seen-match.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import { ByteColumn } from './byte-column.ts'
import { BLOCK_ROWS } from './defaults.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { EventOrigin } from './encode-events.ts'
import { dictionaryColumn, nativeBlock, plainColumn } from './native-block.ts'

/** A match apart from the batch of its event. */
export interface MatchRow extends EventPosition {
  readonly id: string
  /** Of the event. */
  readonly event: string
  readonly detector: string
  readonly rule: RuleSummary
  readonly subject: Entity
}

/** Matches → blocks of the `matches` table in the Native format, as `EventEncoder` does with events. */
export class MatchEncoder {
  #origin: EventOrigin
  readonly #mappings: Mappings
  readonly #organisation = new DictionaryColumn()
  readonly #load = new ByteColumn()
  readonly #id = new ByteColumn()
  readonly #detector = new DictionaryColumn()
  readonly #rule = new DictionaryColumn()
  readonly #event = new ByteColumn()
  readonly #time = new ByteColumn()
  readonly #evidence = new ByteColumn()
  readonly #offset = new ByteColumn()
  readonly #ordinal = new ByteColumn()
  readonly #subject = new DictionaryColumn()
  readonly #level = new DictionaryColumn()
  readonly #block = new ByteColumn()
  #rows = 0

  constructor(origin: EventOrigin, mappings: Mappings) {
    this.#origin = origin
    this.#mappings = mappings
  }

  /** Rows are of this origin from now on. */
  moveTo(origin: EventOrigin): void {
    this.#origin = origin
  }

  /** The block is as large as blocks should be: {@link take} it. */
  get full(): boolean {
    return this.#rows >= BLOCK_ROWS
  }

  add({ id, event, detector, match: { row, rule } }: SeenMatch, batch: EventBatch): void {
    const { evidence } = this.#origin
    const time = batch.time[row]!
    const view = this.#mappings.dataset(batch.dataset[row]!)
    const place = { time: Number.isNaN(time) ? null : time, evidence, offset: batch.offset[row]!, ordinal: batch.ordinal[row]! }
    this.addMatch({ id, event, detector, rule, subject: subjectOf(view, batch.fields[row]!, evidence), ...place })
  }

  addMatch({ id, event, detector, rule, subject, time, evidence, offset, ordinal }: MatchRow): void {
    const { organisation, load } = this.#origin
    this.#organisation.add(organisation)
    this.#load.writeUint64(load)
    this.#id.writeHex(id)
    this.#detector.add(detector)
    this.#rule.add(rule.id.toWellFormed())
    this.#event.writeHex(event)
    this.#time.writeUint64(time ?? NO_TIME_US)
    this.#evidence.writeHex(evidence)
    this.#offset.writeUint64(offset)
    this.#ordinal.writeUint32(ordinal)
    this.#subject.add(entityKey(subject).toWellFormed())
    this.#level.add(rule.level)
    this.#rows++
  }

  /** The rows since the last block, as a block that is valid until the next call; null when there are none. */
  take(): Uint8Array | null {
    if (this.#rows === 0) return null
    const columns = [
      dictionaryColumn('organisation', this.#organisation),
      plainColumn('load', 'UInt64', this.#load),
      plainColumn('id', 'FixedString(16)', this.#id),
      dictionaryColumn('detector', this.#detector),
      dictionaryColumn('rule', this.#rule),
      plainColumn('event', 'FixedString(16)', this.#event),
      plainColumn('time', "DateTime64(6, 'UTC')", this.#time),
      plainColumn('evidence', 'FixedString(32)', this.#evidence),
      plainColumn('offset', 'UInt64', this.#offset),
      plainColumn('ordinal', 'UInt32', this.#ordinal),
      dictionaryColumn('subject', this.#subject),
      dictionaryColumn('level', this.#level),
    ]
    const block = nativeBlock(this.#block, this.#rows, columns)
    const written = [
      this.#organisation, this.#load, this.#id, this.#detector, this.#rule, this.#event, this.#time, this.#evidence, this.#offset, this.#ordinal,
      this.#subject, this.#level,
    ]
    for (const column of written) column.clear()
    this.#rows = 0
    return block
  }
}
