import type { Match } from '../../model/detector.ts'
import { entitiesOf, subjectOf } from '../../model/entities.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { eventId } from '../../model/ids.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { OrderedEvent } from '../../model/ordered-stage.ts'
import type { Signal } from '../../model/signal.ts'

/** The events of a batch that ordered stages are about; those without time have no place in an order. */
export function orderedEvents(batch: EventBatch, matches: readonly Match[], evidence: string, mappings: Mappings): OrderedEvent[] {
  const signals = new Map<number, Signal[]>()
  for (const { row, rule, signal } of matches) {
    if (signal === undefined || Number.isNaN(batch.time[row]!)) continue
    const others = signals.get(row)
    if (others === undefined) signals.set(row, [{ rule: rule.id, values: signal }])
    else others.push({ rule: rule.id, values: signal })
  }
  return [...signals].map(([row, each]) => orderedEvent(batch, row, evidence, mappings, each))
}

function orderedEvent(batch: EventBatch, row: number, evidence: string, mappings: Mappings, signals: readonly Signal[]): OrderedEvent {
  const view = mappings.dataset(batch.dataset[row]!)
  const fields = batch.fields[row]!
  const offset = batch.offset[row]!
  const ordinal = batch.ordinal[row]!
  return {
    id: eventId(evidence, offset, ordinal),
    time: batch.time[row]!,
    evidence,
    record: batch.record[row]!,
    offset,
    ordinal,
    subject: subjectOf(view, fields, evidence),
    entities: entitiesOf(view, fields),
    signals,
  }
}
