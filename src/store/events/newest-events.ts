import * as z from 'zod'
import type { EventPosition } from '../../model/event-order.ts'
import type { QueryTimes } from '../../query/query-times.ts'
import { SQL_NO_TIME, sqlTimeBounds } from '../../query/sql/sql-meta-field.ts'
import type { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { MOST_TIMES_LONGER, SECOND_LOOK_MARGIN } from './defaults.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventSearch } from './event-search.ts'
import { searchedRows } from './event-search.ts'
import { newestSpan } from './newest-span.ts'
import type { StoredEvent } from './stored-event.ts'
import { unusualEvents } from './unusual-events.ts'
import { EVENT_COLUMNS, readStoredEvent } from './stored-event.ts'

/** The whole primary key backwards, so that the newest are read first and reading stops with the last one wanted. */
export const NEWEST_FIRST = 'organisation DESC, time DESC, evidence DESC, offset DESC, ordinal DESC'

/** An event, and whether it is one that only memory can judge. */
export interface FoundEvent {
  readonly event: StoredEvent
  readonly isOpen: boolean
}

/**
 * The newest of the events that meet a condition and the query's hint. Looks at the latest time first: reading in order begins to read everywhere, since
 * it must know which part has the next row. What that finds tells how far back the rest may lie; at most three looks, none of them twice at a row.
 */
export async function newestEvents(reader: EventReader, search: EventSearch, sought: string, limit: number, after: EventPosition | null): Promise<readonly FoundEvent[]> {
  if (sought === '0') return []
  const { timed, untimed } = beyondCondition(after, search.parameters)
  const { parameters, times } = search
  const withoutTime = async () => (hasBounds(times) || !(await unusualEvents(reader)).untimed ? [] : newestWhere(reader, search, sought, untimed, limit))
  if (timed === '0') return withoutTime()
  const span = await newestSpan(reader)
  const events: FoundEvent[] = []
  // Newer ones than the span knows of may have come: the first look has no upper end.
  let to = Number.POSITIVE_INFINITY
  let from = Math.min(span.to, after?.time ?? Number.POSITIVE_INFINITY, times.to) - (span.to - span.from)
  for (let looks = 1; ; looks++) {
    const isLast = looks === MOST_LOOKS || !(from > Math.max(times.from, 0))
    const bounds = sqlTimeBounds({ from: isLast ? Number.NEGATIVE_INFINITY : from, to }, parameters)
    const look = newestWhere(reader, search, sought, `${timed} AND ${bounds}`, limit - events.length)
    // Those without time come last; the last look hardly ever finds enough.
    const [found, last] = await Promise.all([look, isLast ? withoutTime() : []])
    events.push(...found, ...last)
    if (isLast || events.length === limit) return events.slice(0, limit)
    to = from - 1
    from = Math.floor(to - (span.to - span.from) * timesLonger(events.length, limit))
  }
}

const MOST_LOOKS = 3

/** A query that speaks of times finds no event without one. */
function hasBounds({ from, to }: QueryTimes): boolean {
  return Number.isFinite(from) || Number.isFinite(to)
}

/** How much longer than the first the second look should be to find all that is wanted; infinite when it would be better to look at everything. */
function timesLonger(found: number, limit: number): number {
  const longer = found === 0 ? Number.POSITIVE_INFINITY : SECOND_LOOK_MARGIN * (limit / found)
  return longer > MOST_TIMES_LONGER ? Number.POSITIVE_INFINITY : longer
}

async function newestWhere(reader: EventReader, search: EventSearch, sought: string, among: string, limit: number): Promise<FoundEvent[]> {
  const { compiled, parameters } = search
  const events: FoundEvent[] = []
  const isOpen = compiled.open === '0' ? '0' : `NOT ${compiled.certain}`
  // Where indexes leave few granules, to read them column after column costs more than it spares.
  const settings = compiled.hint === '1' ? '' : ' SETTINGS enable_multiple_prewhere_read_steps = 0'
  const sql = `SELECT ${EVENT_COLUMNS}, toUInt8(${isOpen}) AS is_open FROM ${searchedRows(search, sought, among)} ORDER BY ${NEWEST_FIRST} LIMIT ${limit}${settings}`
  for await (const row of readRows(reader, sql, parameters)) events.push({ event: readStoredEvent(row), isOpen: openRow.parse(row).is_open === 1 })
  return events
}

const openRow = z.object({ is_open: z.number() })

/** Conditions for what follows a place in the order of the newest first: of events with a time, and of those without, which come after. */
interface Beyond {
  readonly timed: string
  readonly untimed: string
}

export function beyondCondition(after: EventPosition | null, parameters: SqlParameters): Beyond {
  const untimed = `time = ${SQL_NO_TIME}`
  if (after === null) return { timed: `time != ${SQL_NO_TIME}`, untimed }
  const place = `(evidence, offset, ordinal) < (toFixedString(unhex(${parameters.text(after.evidence)}), 32), ${parameters.integer(after.offset)}, ${parameters.integer(after.ordinal)})`
  if (after.time === null) return { timed: '0', untimed: `(${untimed} AND ${place})` }
  const time = `fromUnixTimestamp64Micro(toInt64(${parameters.integer(after.time)}), 'UTC')`
  return { timed: `(time <= ${time} AND (time < ${time} OR ${place}))`, untimed }
}
