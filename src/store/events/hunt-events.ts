import type { EventPosition } from '../../model/event-order.ts'
import { compareEvents } from '../../model/event-order.ts'
import { BatchEvent } from '../../query/batch-event.ts'
import { compileQuery } from '../../query/compile-query.ts'
import type { Query } from '../../query/query.ts'
import type { QueryEvent } from '../../query/query-event.ts'
import { queryFields } from '../../query/query-fields.ts'
import type { CompiledSql } from '../../query/sql/compile-sql.ts'
import { compileSql } from '../../query/sql/compile-sql.ts'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'
import type { StoredEvent } from './stored-event.ts'
import { batchOf, EVENT_COLUMNS, readStoredEvent } from './stored-event.ts'

/** The whole primary key backwards, so that the newest are read first and reading stops with the last one wanted. */
const NEWEST_FIRST = 'organisation DESC, time DESC, evidence DESC, offset DESC, ordinal DESC'

/**
 * The newest events that a query's condition finds, at most `limit`; those without time last. The query's pipe is {@link huntSummary}'s.
 *
 * @param after the last event of the page before: those that follow it in that order
 */
export async function huntEvents(reader: EventReader, query: Query, limit: number, after: EventPosition | null = null): Promise<readonly StoredEvent[]> {
  const search = prepareSearch(reader, query, 'few')
  const beyond = beyondCondition(after, search.parameters)
  const events = [...await newest(reader, search, search.compiled.certain, beyond, limit)]
  if (search.compiled.doubtful !== '0') {
    let found = 0
    for await (const { event } of judgedEvents(reader, query, search, `(${beyond.timed} OR ${beyond.untimed})`)) {
      events.push(event)
      if (++found === limit) break
    }
  }
  return events.sort((a, b) => Number(a.time === null) - Number(b.time === null) || compareEvents(b, a)).slice(0, limit)
}

/** A query compiled for one scope. */
export interface EventSearch {
  readonly compiled: CompiledSql
  /** The scope as a condition. */
  readonly scope: string
  readonly parameters: SqlParameters
}

export function prepareSearch({ scope, mappings, paths }: EventReader, query: Query, wanted: 'few' | 'all'): EventSearch {
  const parameters = new SqlParameters()
  const condition = scopeCondition(scope, parameters)
  return { compiled: compileSql(query, { mappings, paths, matchesWhere: condition, wanted, parameters }), scope: condition, parameters }
}

/** The doubtful events that memory finds to meet the query, the newest first; `among` is a condition of SQL that they also meet. */
export async function* judgedEvents(
  reader: EventReader, query: Query, search: EventSearch, among = '1',
): AsyncGenerator<{ readonly event: StoredEvent, readonly seen: QueryEvent }> {
  const holds = compileQuery(query)
  const { scope, compiled, parameters } = search
  const rules = queryFields(query).has('_rule')
    ? { columns: `${EVENT_COLUMNS}, rules`, join: `LEFT JOIN (SELECT event, arraySort(groupUniqArray(rule)) AS rules FROM matches WHERE ${scope} GROUP BY event) AS matched ON events.id = matched.event` }
    : { columns: EVENT_COLUMNS, join: '' }
  const inner = `(SELECT * FROM events WHERE ${scope} AND ${compiled.doubtful} AND ${among}) AS events`
  const from = rules.join === '' ? `events WHERE ${scope} AND ${compiled.doubtful} AND ${among}` : `${inner} ${rules.join}`
  for await (const row of readRows(reader, `SELECT ${rules.columns} FROM ${from} ORDER BY time = ${SQL_NO_TIME}, ${NEWEST_FIRST}`, parameters)) {
    const event = readStoredEvent(row)
    const seen = new BatchEvent(batchOf(event), reader.mappings, {
      evidence: event.evidence,
      paths: reader.paths.get(event.evidence) ?? [],
      rulesOf: () => event.rules,
    })
    if (holds(seen)) yield { event, seen }
  }
}

async function newest(reader: EventReader, search: EventSearch, condition: string, { timed, untimed }: Beyond, limit: number): Promise<readonly StoredEvent[]> {
  if (condition === '0') return []
  const withTime = timed === '0' ? [] : await newestWhere(reader, search, `${condition} AND ${timed}`, limit)
  if (withTime.length === limit) return withTime
  return [...withTime, ...await newestWhere(reader, search, `${condition} AND ${untimed}`, limit - withTime.length)]
}

/** Conditions for what follows a place in the order of the newest first: of events with a time, and of those without, which come after. */
interface Beyond {
  readonly timed: string
  readonly untimed: string
}

function beyondCondition(after: EventPosition | null, parameters: SqlParameters): Beyond {
  const untimed = `time = ${SQL_NO_TIME}`
  if (after === null) return { timed: `time != ${SQL_NO_TIME}`, untimed }
  const place = `(evidence, offset, ordinal) < (toFixedString(unhex(${parameters.text(after.evidence)}), 32), ${parameters.integer(after.offset)}, ${parameters.integer(after.ordinal)})`
  if (after.time === null) return { timed: '0', untimed: `(${untimed} AND ${place})` }
  const time = `fromUnixTimestamp64Micro(toInt64(${parameters.integer(after.time)}), 'UTC')`
  return { timed: `(time <= ${time} AND (time < ${time} OR ${place}))`, untimed }
}

async function newestWhere(reader: EventReader, { scope, parameters }: EventSearch, condition: string, limit: number): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  const sql = `SELECT ${EVENT_COLUMNS} FROM events WHERE ${scope} AND ${condition} ORDER BY ${NEWEST_FIRST} LIMIT ${limit}`
  for await (const row of readRows(reader, sql, parameters)) events.push(readStoredEvent(row))
  return events
}
