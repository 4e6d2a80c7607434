import * as z from 'zod'
import type { EventBatch } from '../../model/event-batch.ts'
import type { Fields } from '../../model/value.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import { parseFields } from './fields-text.ts'

/** An event as it is read back. */
export interface StoredEvent {
  readonly id: string
  /** Microseconds, or null. */
  readonly time: number | null
  readonly dataset: string
  readonly evidence: string
  readonly record: number
  readonly offset: number
  readonly length: number
  readonly ordinal: number
  readonly flags: number
  readonly fields: Fields
  /** Keys of the rules that match it, sorted; only where the query asks for them. */
  readonly rules: readonly string[]
}

/** What a query selects for {@link readStoredEvent}; `rules` comes from elsewhere. */
export const EVENT_COLUMNS = 'lower(hex(id)) AS id_hex, toString(toUnixTimestamp64Micro(time)) AS time_us, dataset, lower(hex(evidence)) AS evidence_hex, '
  + 'toString(record) AS record_text, toString(offset) AS offset_text, toString(length) AS length_text, ordinal, flags, fields'

const row = z.object({
  id_hex: z.string(),
  time_us: z.coerce.number(),
  dataset: z.string(),
  evidence_hex: z.string(),
  record_text: z.coerce.number(),
  offset_text: z.coerce.number(),
  length_text: z.coerce.number(),
  ordinal: z.number(),
  flags: z.number(),
  fields: z.string(),
  rules: z.array(z.string()).default([]),
})

export function readStoredEvent(json: unknown): StoredEvent {
  const { id_hex, time_us, dataset, evidence_hex, record_text, offset_text, length_text, ordinal, flags, fields, rules } = row.parse(json)
  return {
    id: id_hex,
    time: time_us >= NO_TIME_US ? null : time_us,
    dataset,
    evidence: evidence_hex,
    record: record_text,
    offset: offset_text,
    length: length_text,
    ordinal,
    flags,
    fields: parseFields(fields),
    rules,
  }
}

/** As a batch of one row, for what looks at batches. */
export function batchOf(event: StoredEvent): EventBatch {
  return {
    count: 1,
    dataset: [event.dataset],
    time: Float64Array.of(event.time ?? Number.NaN),
    record: Float64Array.of(event.record),
    offset: Float64Array.of(event.offset),
    length: Float64Array.of(event.length),
    ordinal: Uint32Array.of(event.ordinal),
    flags: Uint8Array.of(event.flags),
    fields: [event.fields],
  }
}
