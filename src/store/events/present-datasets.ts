import * as z from 'zod'
import type { QueryTimes } from '../../query/query-times.ts'
import { sqlTimeBounds } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { MOST_DATASETS } from './defaults.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'

const row = z.object({ dataset: z.string() })

/**
 * The datasets of the organisation's events within the times, and maybe others: those of loads that do not count are not told apart, which
 * would cost more. Null when there are too many.
 */
export async function presentDatasets(reader: EventReader, times: QueryTimes): Promise<ReadonlySet<string> | null> {
  const parameters = new SqlParameters()
  const where = `organisation = ${parameters.text(reader.scope.organisation)} AND ${sqlTimeBounds(times, parameters)}`
  const datasets = new Set<string>()
  for await (const found of readRows(reader, `SELECT DISTINCT dataset FROM events PREWHERE ${where} LIMIT ${MOST_DATASETS + 1}`, parameters)) {
    datasets.add(row.parse(found).dataset)
  }
  return datasets.size > MOST_DATASETS ? null : datasets
}
