import { formatTime } from '../model/time.ts'
import type { QueryResult } from '../query/run-query.ts'

/** A query's summary, as a table for people or one JSON object per line. */
export function* queryResultLines(result: QueryResult, asJson: boolean): Generator<string> {
  for (const { label, count } of rows(result)) {
    yield asJson ? `${JSON.stringify({ ...label, count })}\n` : `${String(count).padStart(10)}  ${Object.values(label).map(value => value ?? '—').join('  ')}\n`
  }
}

interface Row {
  readonly label: Readonly<Record<string, string | null>>
  readonly count: number
}

function* rows(result: QueryResult): Generator<Row> {
  if (result.kind === 'groups') {
    for (const { values, count } of result.groups) yield { label: Object.fromEntries(result.fields.map((field, i) => [field, values[i] ?? null])), count }
  }
  if (result.kind === 'timechart') {
    for (const { time, count } of result.buckets) yield { label: { _time: formatTime(time) }, count }
    if (result.withoutTime > 0) yield { label: { _time: null }, count: result.withoutTime }
  }
  if (result.kind !== 'count' && result.other > 0) yield { label: { other: 'other' }, count: result.other }
  yield { label: { total: 'total' }, count: result.total }
}
