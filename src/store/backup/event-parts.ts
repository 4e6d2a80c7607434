import type { ClickHouseClient } from '@clickhouse/client'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import type { ClickHouse } from '../clickhouse/open-clickhouse.ts'
import { quotedName } from '../clickhouse/sql/literals.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import { INDEXES_OF_MERGES } from '../events/events-tables.ts'

const columnRow = z.object({ name: z.string() })
const digestRow = z.object({ count: z.coerce.number(), sum: z.string() })

/** The columns of a table that hold something of their own. */
export async function storedColumns(client: ClickHouseClient, table: string): Promise<string[]> {
  const answer = await client.query({
    query: `SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table: String} AND default_kind IN ('', 'DEFAULT') ORDER BY position`,
    query_params: { table }, format: 'JSONEachRow',
  })
  return columnRow.array().parse(await answer.json()).map(({ name }) => name)
}

/** The rows of some loads as the engine writes them (`Native`). @throws NoroshiError what the engine says */
export async function readLoads(client: ClickHouseClient, table: string, columns: readonly string[], loads: readonly number[]): Promise<Readable> {
  try {
    const { stream } = await client.exec({
      query: `SELECT ${columns.map(quotedName).join(', ')} FROM ${quotedName(table)}
        WHERE load >= {first: UInt64} AND load <= {last: UInt64} AND load IN {loads: Array(UInt64)} FORMAT Native`,
      query_params: { first: loads[0], last: loads.at(-1), loads },
      clickhouse_settings: { max_execution_time: 0, max_threads: 1 },
    })
    return stream
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

/** Puts back what {@link readLoads} gave, from a file. @throws NoroshiError what the engine says */
export async function fillLoads(clickhouse: ClickHouse, table: string, columns: readonly string[], path: string): Promise<void> {
  await clickhouse.insertFile({
    table, columns, path, format: 'Native',
    settings: {
      max_execution_time: 0, min_insert_block_size_rows: '131072', min_insert_block_size_bytes: '134217728',
      ...(table === 'events' ? { exclude_materialize_skip_indexes_on_insert: INDEXES_OF_MERGES.join(',') } : {}),
    },
  })
}

/** Counts events or matches of some loads, row by row. @throws NoroshiError what the engine says */
export async function countLoads(client: ClickHouseClient, table: 'events' | 'matches', loads: readonly number[]): Promise<Digest> {
  try {
    const answer = await client.query({
      // Ids are big-endian; the sum is to be taken modulo 2¹²⁸, as this one overflows.
      query: `SELECT toString(count()) AS count, toString(sumWithOverflow(reinterpretAsUInt128(reverse(id)))) AS sum FROM ${table}
        WHERE load >= {first: UInt64} AND load <= {last: UInt64} AND load IN {loads: Array(UInt64)}`,
      query_params: { first: loads[0], last: loads.at(-1), loads }, format: 'JSONEachRow', clickhouse_settings: { max_execution_time: 0 },
    })
    const [row] = await answer.json()
    const { count, sum } = digestRow.parse(row)
    return { count, sum: BigInt(sum).toString(16).padStart(32, '0') }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
