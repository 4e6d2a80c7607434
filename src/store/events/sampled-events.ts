import * as z from 'zod'
import { HOUR_US } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import type { QueryTimes } from '../../query/query-times.ts'
import { sqlTimeBounds } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { SAMPLED_AT_A_PLACE, SAMPLED_PLACES } from './defaults.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import type { EventSlice } from './event-slices.ts'
import { parseFields } from './fields-text.ts'
import { scopeCondition } from './scope.ts'

const row = z.object({ dataset: z.string(), fields: z.string() })

/** Some of the slices' events, from places evenly through them: {@link SAMPLED_AT_A_PLACE} at each of {@link SAMPLED_PLACES}. */
export async function sampledEvents(reader: EventReader, slices: readonly EventSlice[]): Promise<{ readonly dataset: string, readonly fields: Fields }[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const places = placesIn(slices).map(times =>
    `(SELECT dataset, fields FROM events PREWHERE ${where} AND ${sqlTimeBounds(times, parameters)} LIMIT ${SAMPLED_AT_A_PLACE})`)
  if (places.length === 0) return []
  const sampled: { readonly dataset: string, readonly fields: Fields }[] = []
  const sql = `SELECT dataset, fields FROM (${places.join(' UNION ALL ')}) SETTINGS max_block_size = ${SAMPLED_AT_A_PLACE}, max_threads = 1`
  for await (const found of readRows(reader, sql, parameters)) {
    const { dataset, fields } = row.parse(found)
    sampled.push({ dataset, fields: parseFields(fields) })
  }
  return sampled
}

/** From the place of each to the end of its hour, as if an hour's events came evenly. */
function placesIn(slices: readonly EventSlice[]): QueryTimes[] {
  const hours = slices.flatMap(slice => slice.hours)
  const total = hours.reduce((sum, { events }) => sum + events, 0)
  return Array.from({ length: SAMPLED_PLACES }, (_, place) => {
    let before = Math.floor((total * place) / SAMPLED_PLACES)
    for (const { from, events } of hours) {
      if (before < events) return [{ from: from + Math.floor(HOUR_US * (before / events)), to: from + HOUR_US - 1 }]
      before -= events
    }
    return []
  }).flat()
}
