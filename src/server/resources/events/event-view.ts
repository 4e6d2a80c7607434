import { z } from '@hono/zod-openapi'
import { EVENT_FLAGS } from '../../../model/event-batch.ts'
import { formatTime } from '../../../model/time.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { isFields } from '../../../model/value.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import { count, id, sha256, time } from '../shapes.ts'

/** An event as docs/schemas/hunt-event.schema.json has it, with its identity. */
export const eventSchema = z.object({
  id,
  path: z.string().describe('of its evidence, the first'),
  record: count.describe('0-based index in the evidence; of text, the line'),
  time: time.nullable(),
  dataset: z.string(),
  fields: z.record(z.string(), z.unknown()).describe('under the names of the source; a whole number that a double does not hold is a text'),
  evidence: sha256,
  offset: count.describe('of its first byte in the decompressed evidence'),
  length: count,
}).openapi('Event')

/** One event with all that is known of it. */
export const eventDetailSchema = eventSchema.extend({
  paths: z.array(z.string()).describe('all paths of its evidence'),
  ordinal: count,
  flags: z.object({
    zoneAssumed: z.boolean().describe('the source names no time zone: UTC was taken'),
    yearAssumed: z.boolean(),
    recovered: z.boolean().describe('deleted, and read from what was left'),
  }),
}).openapi('EventDetail')

export type EventView = z.infer<typeof eventSchema>

export function eventView({ id: event, evidence, record, time: at, dataset, fields, offset, length }: StoredEvent, paths: ReadonlyMap<string, readonly string[]>): EventView {
  return { id: event, path: paths.get(evidence)?.[0] ?? evidence, record, time: formatTime(at), dataset, fields: exactFields(fields), evidence, offset, length }
}

export function eventDetail(event: StoredEvent, paths: ReadonlyMap<string, readonly string[]>): z.infer<typeof eventDetailSchema> {
  const has = (flag: number) => (event.flags & flag) !== 0
  return {
    ...eventView(event, paths),
    paths: [...paths.get(event.evidence) ?? []],
    ordinal: event.ordinal,
    flags: { zoneAssumed: has(EVENT_FLAGS.zoneAssumed), yearAssumed: has(EVENT_FLAGS.yearAssumed), recovered: has(EVENT_FLAGS.recovered) },
  }
}

/** JSON in browsers has no whole numbers beyond 2⁵³: such a one is told as its digits. Decoders bound the depth. */
export function exactFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, exactValue(value)]))
}

function exactValue(value: FieldValue): unknown {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(exactValue)
  return isFields(value) ? exactFields(value) : value
}
