import * as z from 'zod'
import { MAX_GROUPS } from '../../query/defaults.ts'
import type { Query } from '../../query/query.ts'
import type { Bucket, Group, QueryResult } from '../../query/run-query.ts'
import { groupsResult, startQuery } from '../../query/run-query.ts'
import { groupName } from '../../query/sql/sql-group.ts'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventSearch } from './event-search.ts'
import { prepareSearch, searchedRows } from './event-search.ts'
import { judgedEvents } from './judged-events.ts'

/**
 * What a query's pipe makes of the stored events; without a pipe their number. What SQL counts and what memory counts of the doubtful
 * events is added up. Of more than {@link MAX_GROUPS} groups the largest are kept apart.
 */
export async function huntSummary(reader: EventReader, query: Query): Promise<QueryResult> {
  const search = await prepareSearch(reader, query, 'all')
  const { pipe } = query
  if (pipe?.kind === 'timechart') return timechart(reader, query, search, pipe.spanUs)
  if (pipe?.kind === 'top') return groups(reader, query, search, [pipe.field], pipe.limit)
  if (pipe !== null && pipe.by.length > 0) return groups(reader, query, search, pipe.by, MAX_GROUPS)
  const [row] = await readAll(reader, search, `SELECT toString(count()) AS count FROM ${searchedRows(search, search.compiled.certain)}`, countRow)
  const judged = await countJudged(reader, { ...query, pipe: null }, search)
  return { kind: 'count', total: (row?.count ?? 0) + judged.total }
}

const countRow = z.object({ count: z.coerce.number() })
const bucketRow = z.object({ bucket: z.coerce.number(), count: z.coerce.number() })
const groupRow = z.object({
  names: z.array(z.tuple([z.string().nullable(), z.string()])),
  count: z.coerce.number(),
  total: z.coerce.number(),
})

async function groups(reader: EventReader, query: Query, search: EventSearch, fields: readonly string[], limit: number): Promise<QueryResult> {
  const { compiled } = search
  const counted = new Map<string, Group>()
  const values = compiled.groups.map(({ value }, index) => `${value} AS value_${index}`).join(', ')
  const keys = compiled.groups.map((_, index) => `value_${index}`)
  const names = `[${compiled.groups.map(({ name }, index) => name(keys[index]!)).join(', ')}]`
  const byValue = `SELECT ${values}, count() AS events_of_value FROM ${searchedRows(search, compiled.certain)} GROUP BY ${keys.join(', ')}`
  const rows = compiled.certain === '0' ? [] : await readAll(reader, search, `SELECT names, toString(events_counted) AS count, toString(sum(events_counted) OVER ()) AS total
    FROM (SELECT ${names} AS names, sum(events_of_value) AS events_counted FROM (${byValue}) GROUP BY names)
    ORDER BY events_counted DESC LIMIT ${MAX_GROUPS}`, groupRow)
  for (const row of rows) addGroup(counted, { values: row.names.map(groupName), count: row.count })
  const judged = await countJudged(reader, { ...query, pipe: { kind: 'count', by: fields, span: { from: 0, to: 0 } } }, search)
  if (judged.kind === 'groups') for (const group of judged.groups) addGroup(counted, group)
  return groupsResult(fields, limit, counted.values(), (rows[0]?.total ?? 0) + judged.total)
}

function addGroup(counted: Map<string, Group>, { values, count }: Group): void {
  const key = JSON.stringify(values)
  counted.set(key, { values, count: count + (counted.get(key)?.count ?? 0) })
}

async function timechart(reader: EventReader, query: Query, search: EventSearch, spanUs: number): Promise<QueryResult> {
  const { compiled, parameters } = search
  const bucket = `if(time = ${SQL_NO_TIME}, -1, intDiv(toUnixTimestamp64Micro(time), toInt64(${parameters.integer(spanUs)})))`
  const rows = compiled.certain === '0' ? [] : await readAll(reader, search,
    `SELECT toString(${bucket}) AS bucket, toString(count()) AS count FROM ${searchedRows(search, compiled.certain)} GROUP BY bucket`, bucketRow)
  const judged = await countJudged(reader, query, search)
  const counts = new Map(rows.map(row => [row.bucket * spanUs, row.count]))
  const withoutTime = counts.get(-spanUs) ?? 0
  counts.delete(-spanUs)
  const total = rows.reduce((sum, { count }) => sum + count, 0) + judged.total
  if (judged.kind !== 'timechart') return { kind: 'timechart', spanUs, ...bucketsOf(counts), withoutTime, total }
  for (const { time, count } of judged.buckets) counts.set(time, count + (counts.get(time) ?? 0))
  const { buckets, other } = bucketsOf(counts)
  return { kind: 'timechart', spanUs, buckets, withoutTime: withoutTime + judged.withoutTime, other: other + judged.other, total }
}

/** The latest spans, where there are too many. */
function bucketsOf(counts: ReadonlyMap<number, number>): { readonly buckets: readonly Bucket[], readonly other: number } {
  const all = [...counts].map(([time, count]) => ({ time, count })).sort((a, b) => a.time - b.time)
  const cut = Math.max(0, all.length - MAX_GROUPS)
  return { buckets: all.slice(cut), other: all.slice(0, cut).reduce((sum, { count }) => sum + count, 0) }
}

async function countJudged(reader: EventReader, query: Query, search: EventSearch): Promise<QueryResult> {
  const run = startQuery(query)
  for (const kind of ['odd', 'open'] as const) for await (const { seen } of judgedEvents(reader, query, search, kind)) run.accept(seen)
  return run.result()
}

async function readAll<T>(reader: EventReader, { parameters }: EventSearch, sql: string, schema: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = []
  for await (const row of readRows(reader, sql, parameters)) rows.push(schema.parse(row))
  return rows
}
