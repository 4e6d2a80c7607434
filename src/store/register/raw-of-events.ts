import * as z from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import { SQL_RAW } from '../events/raw-column.ts'
import { scopeCondition } from '../events/scope.ts'
import type { HoldingReader } from './find-holdings.ts'

const row = z.object({ event: z.string(), raw_hex: z.string() })

/**
 * The first bytes of some events as their evidence has them, by id. They are found by their times, which is what the table is sorted by.
 *
 * @param times in microseconds, of the events
 * @throws NoroshiError what the engine says
 */
export async function rawOfEvents(
  { client, scope }: HoldingReader, events: readonly { readonly id: string; readonly time: number }[], most: number,
): Promise<Map<string, Uint8Array>> {
  if (events.length === 0) return new Map()
  const parameters = new SqlParameters()
  const where = scopeCondition(scope, parameters)
  const times = [...new Set(events.map(({ time }) => time))].map(time => `fromUnixTimestamp64Micro(toInt64(${parameters.integer(time)}), 'UTC')`)
  // As the column has them: so their index tells which of many granules of one moment to read.
  const ids = events.map(({ id }) => `unhex(${parameters.text(id)})`)
  const query = `SELECT lower(hex(id)) AS event, hex(substring(${SQL_RAW}, 1, ${parameters.integer(most)})) AS raw_hex FROM events
    WHERE ${where} AND time IN (${times.join(', ')}) AND id IN (${ids.join(', ')})`
  try {
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow', clickhouse_settings: { max_threads: 1 } })
    return new Map(z.array(row).parse(await answer.json()).filter(({ raw_hex }) => raw_hex !== '').map(({ event, raw_hex }) => [event, Buffer.from(raw_hex, 'hex')]))
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
