import { BatchEvent } from '../../query/batch-event.ts'
import { compileQuery } from '../../query/compile-query.ts'
import type { Query } from '../../query/query.ts'
import type { QueryEvent } from '../../query/query-event.ts'
import { queryFields } from '../../query/query-fields.ts'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventSearch } from './event-search.ts'
import { searchedRows } from './event-search.ts'
import { NEWEST_FIRST } from './newest-events.ts'
import type { StoredEvent } from './stored-event.ts'
import { batchOf, EVENT_COLUMNS, readStoredEvent } from './stored-event.ts'
import { unusualEvents } from './unusual-events.ts'

/** The doubtful events of a kind that memory finds to meet the query, the newest first; `among` is a condition of SQL that they also meet. */
export async function* judgedEvents(
  reader: EventReader, query: Query, search: EventSearch, kind: 'odd' | 'open', among = '1',
): AsyncGenerator<{ readonly event: StoredEvent, readonly seen: QueryEvent }> {
  const { scope, compiled, parameters } = search
  if (compiled[kind] === '0' || (kind === 'odd' && !(await unusualEvents(reader)).odd)) return
  const holds = compileQuery(query)
  const rules = queryFields(query).has('_rule')
    ? { columns: `${EVENT_COLUMNS}, rules`, join: `LEFT JOIN (SELECT event, arraySort(groupUniqArray(rule)) AS rules FROM matches WHERE ${scope} GROUP BY event) AS matched ON events.id = matched.event` }
    : { columns: EVENT_COLUMNS, join: '' }
  // Odd events have nothing in the indexes that the hint is about.
  const rows = kind === 'odd' ? `events PREWHERE ${scope} AND ${compiled.odd} AND ${among}` : searchedRows(search, compiled.open, among)
  const inner = `(SELECT * FROM ${rows}) AS events`
  const from = rules.join === '' ? rows : `${inner} ${rules.join}`
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
