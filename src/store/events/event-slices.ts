import * as z from 'zod'
import { HOUR_US } from '../../model/time.ts'
import type { TimeRange } from '../../query/between-times.ts'
import { sqlTimeBounds } from '../../query/sql/sql-meta-field.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'

/** A stretch of the event store that is read at a time. */
export interface EventSlice {
  /** Microseconds, the end not included; events without time are the last slice's. */
  readonly from: number
  readonly to: number
  readonly events: number
  /** The hours with events, in order: where in them each begins, in microseconds. */
  readonly hours: readonly { readonly from: number, readonly events: number }[]
}

const row = z.object({ hour: z.coerce.number(), events: z.coerce.number() })

/**
 * The events within the times, cut into stretches of whole hours with at least so many each but the last; in the order of time. With any bound, events
 * without time are none of them.
 */
export async function eventSlices(reader: EventReader, { from, to }: TimeRange, most: number): Promise<EventSlice[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const isBounded = from !== undefined || to !== undefined
  const first = from ?? 0
  const end = to ?? (isBounded ? NO_TIME_US : NO_TIME_US + 1)
  const times = sqlTimeBounds({ from: first, to: end - 1 }, parameters)
  const sql = `SELECT toString(intDiv(toUnixTimestamp64Micro(time), ${HOUR_US})) AS hour, toString(count()) AS events FROM events
    PREWHERE ${where} AND ${times} GROUP BY hour ORDER BY toInt64(hour)`
  const slices: EventSlice[] = []
  let hours: { from: number, events: number }[] = []
  let events = 0
  let start = first
  for await (const found of readRows(reader, sql, parameters)) {
    const next = row.parse(found)
    const begin = Math.max(first, next.hour * HOUR_US)
    if (events > 0 && events + next.events > most) {
      slices.push({ from: start, to: begin, events, hours })
      hours = []
      events = 0
      start = begin
    }
    hours.push({ from: begin, events: next.events })
    events += next.events
  }
  return events === 0 ? slices : [...slices, { from: start, to: end, events, hours }]
}
