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

/** The newest events that a query's condition finds, at most `limit`; those without time last. The query's pipe is {@link huntSummary}'s. */
export async function huntEvents(reader: EventReader, query: Query, limit: number): Promise<readonly StoredEvent[]> {
  const search = prepareSearch(reader, query, 'few')
  const events = [...await newest(reader, search, search.compiled.certain, limit)]
  if (search.compiled.doubtful !== '0') {
    let found = 0
    for await (const { event } of judgedEvents(reader, query, search)) {
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

/** The doubtful events that memory finds to meet the query, the newest first. */
export async function* judgedEvents(
  reader: EventReader, query: Query, search: EventSearch,
): AsyncGenerator<{ readonly event: StoredEvent, readonly seen: QueryEvent }> {
  const holds = compileQuery(query)
  const { scope, compiled, parameters } = search
  const rules = queryFields(query).has('_rule')
    ? { columns: `${EVENT_COLUMNS}, rules`, join: `LEFT JOIN (SELECT event, arraySort(groupUniqArray(rule)) AS rules FROM matches WHERE ${scope} GROUP BY event) AS matched ON events.id = matched.event` }
    : { columns: EVENT_COLUMNS, join: '' }
  const inner = `(SELECT * FROM events WHERE ${scope} AND ${compiled.doubtful}) AS events`
  const from = rules.join === '' ? `events WHERE ${scope} AND ${compiled.doubtful}` : `${inner} ${rules.join}`
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

async function newest(reader: EventReader, search: EventSearch, condition: string, limit: number): Promise<readonly StoredEvent[]> {
  if (condition === '0') return []
  const timed = await newestWhere(reader, search, `${condition} AND time != ${SQL_NO_TIME}`, limit)
  if (timed.length === limit) return timed
  return [...timed, ...await newestWhere(reader, search, `${condition} AND time = ${SQL_NO_TIME}`, limit - timed.length)]
}

async function newestWhere(reader: EventReader, { scope, parameters }: EventSearch, condition: string, limit: number): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  const sql = `SELECT ${EVENT_COLUMNS} FROM events WHERE ${scope} AND ${condition} ORDER BY ${NEWEST_FIRST} LIMIT ${limit}`
  for await (const row of readRows(reader, sql, parameters)) events.push(readStoredEvent(row))
  return events
}
