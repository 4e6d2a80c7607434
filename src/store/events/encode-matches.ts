import type { EventBatch } from '../../model/event-batch.ts'
import type { Match } from '../../model/detector.ts'
import { entityKey, subjectOf } from '../../model/entities.ts'
import { eventId, matchId } from '../../model/ids.ts'
import type { Mappings } from '../../model/mappings.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import { ByteColumn } from './byte-column.ts'
import { DictionaryColumn } from './dictionary-column.ts'
import type { EventOrigin } from './encode-events.ts'
import { dictionaryColumn, nativeBlock, plainColumn } from './native-block.ts'

/** Matches → blocks of the `matches` table in the Native format, as `EventEncoder` does for events. */
export class MatchEncoder {
  readonly #origin: EventOrigin
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
  #rows = 0

  constructor(origin: EventOrigin, mappings: Mappings) {
    this.#origin = origin
    this.#mappings = mappings
  }

  get count(): number {
    return this.#rows
  }

  add(batch: EventBatch, detector: string, matches: readonly Match[]): void {
    const { organisation, load, evidence } = this.#origin
    for (const { row, rule } of matches) {
      const event = eventId(evidence, batch.offset[row]!, batch.ordinal[row]!)
      const time = batch.time[row]!
      const subject = subjectOf(this.#mappings.dataset(batch.dataset[row]!), batch.fields[row]!, evidence)
      this.#organisation.add(organisation)
      this.#load.writeUint64(load)
      this.#id.writeHex(matchId(detector, rule.id, event))
      this.#detector.add(detector)
      this.#rule.add(rule.id.toWellFormed())
      this.#event.writeHex(event)
      this.#time.writeUint64(Number.isNaN(time) ? NO_TIME_US : time)
      this.#evidence.writeHex(evidence)
      this.#offset.writeUint64(batch.offset[row]!)
      this.#ordinal.writeUint32(batch.ordinal[row]!)
      this.#subject.add(entityKey(subject).toWellFormed())
      this.#level.add(rule.level)
      this.#rows++
    }
  }

  /** The rows since the last block, as a block; null when there are none. */
  take(): Uint8Array | null {
    if (this.#rows === 0) return null
    const block = nativeBlock([
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
    ], this.#rows, this.#rows * ROW_BYTES)
    const columns = [
      this.#organisation, this.#load, this.#id, this.#detector, this.#rule, this.#event, this.#time, this.#evidence, this.#offset, this.#ordinal,
      this.#subject, this.#level,
    ]
    for (const column of columns) column.clear()
    this.#rows = 0
    return block
  }
}

/** About. */
const ROW_BYTES = 160
