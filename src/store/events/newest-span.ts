import type { ClickHouseClient } from '@clickhouse/client'
import * as z from 'zod'
import type { QueryTimes } from '../../query/query-times.ts'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { FIRST_LOOK_EVENTS, NEWEST_SPAN_MS, OLD_NEWEST_SPAN_MS } from './defaults.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'

/**
 * The time that the organisation's newest {@link FIRST_LOOK_EVENTS} events take that count: where it pays to look first. Nothing but speed depends
 * on it, so an answer serves for a while, and for a while longer until the next one is there.
 */
export function newestSpan(reader: EventReader): Promise<QueryTimes> {
  const { client, scope: { organisation } } = reader
  const known = spans.get(client) ?? new Map<string, KnownSpan>()
  spans.set(client, known)
  const before = known.get(organisation)
  const age = before === undefined ? Number.POSITIVE_INFINITY : performance.now() - before.asked
  if (before !== undefined && age < NEWEST_SPAN_MS) return before.span
  const asked = { asked: performance.now(), span: askSpan(reader) }
  known.set(organisation, asked)
  asked.span.catch(() => known.delete(organisation))
  return before !== undefined && age < OLD_NEWEST_SPAN_MS ? before.span : asked.span
}

interface KnownSpan {
  /** When, by `performance.now()`. */
  readonly asked: number
  readonly span: Promise<QueryTimes>
}

const spans = new WeakMap<ClickHouseClient, Map<string, KnownSpan>>()

const row = z.object({ events: z.coerce.number(), from_us: z.coerce.number(), to_us: z.coerce.number() })

async function askSpan({ signal: _, ...reader }: EventReader): Promise<QueryTimes> {
  const parameters = new SqlParameters()
  const newest = `SELECT time FROM events PREWHERE ${scopeCondition(reader.scope, parameters)} AND time < ${SQL_NO_TIME}
    ORDER BY organisation DESC, time DESC LIMIT ${reader.firstLook ?? FIRST_LOOK_EVENTS}`
  const sql = `SELECT toString(count()) AS events, toString(toUnixTimestamp64Micro(min(time))) AS from_us, toString(toUnixTimestamp64Micro(max(time))) AS to_us FROM (${newest})`
  for await (const found of readRows(reader, sql, parameters)) {
    const { events, from_us, to_us } = row.parse(found)
    if (events > 0) return { from: from_us, to: to_us }
  }
  return { from: 0, to: 0 }
}
