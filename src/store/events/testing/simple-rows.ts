import { entitiesOf, entityKey, subjectOf } from '../../../model/entities.ts'
import type { EventBatch } from '../../../model/event-batch.ts'
import { eventId } from '../../../model/ids.ts'
import type { Mappings } from '../../../model/mappings.ts'
import { NO_TIME_US, ODDITY } from '../../../query/sql/stored-event.ts'
import { foldsAsAscii } from '../../../query/sql/stored-value.ts'
import type { EventOrigin } from '../encode-events.ts'
import { fieldsText } from '../fields-text.ts'
import { fitFields } from '../fit-fields.ts'
import { flattenFields, isFolded } from '../flatten-fields.ts'

/** A row of `events` as the columns mean it. */
interface SimpleRow {
  readonly id: string
  readonly time: number
  readonly dataset: string
  readonly record: number
  readonly oddity: number
  readonly subject: string
  readonly entities: readonly string[]
  readonly fields: string
  /** Names and stored values, in the order of the names. */
  readonly search: readonly (readonly [string, string])[]
}

/** What `EventEncoder` is to write, made of the plain functions one event at a time: its oracle. */
export function simpleRows({ evidence }: EventOrigin, mappings: Mappings, batch: EventBatch): SimpleRow[] {
  return batch.fields.map((given, row) => {
    const { fields } = fitFields(given)
    const dataset = batch.dataset[row]!
    const view = mappings.dataset(dataset)
    const subject = entityKey(subjectOf(view, fields, evidence))
    const found: (readonly [string, string])[] = []
    const isPlain = foldsAsAscii(dataset) && foldsAsAscii(subject) && flattenFields(fields, { add: (name, kind, text) => found.push([name, kind + text]) })
    const isFoldedAnywhere = found.some(([, stored]) => isFolded(stored))
    const time = batch.time[row]!
    return {
      id: eventId(evidence, batch.offset[row]!, batch.ordinal[row]!),
      time: Number.isNaN(time) ? NO_TIME_US : time,
      dataset: dataset.toWellFormed(),
      record: batch.record[row]!,
      oddity: !isPlain ? ODDITY.odd : isFoldedAnywhere ? ODDITY.folded : ODDITY.none,
      subject: subject.toWellFormed(),
      entities: entitiesOf(view, fields).map(each => entityKey(each).toWellFormed()),
      fields: fieldsText(fields).toWellFormed(),
      search: isPlain ? found.toSorted(byName) : [],
    }
  })
}

export function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b)
}
