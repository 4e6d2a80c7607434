import * as z from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import { scopeCondition } from '../events/scope.ts'
import type { HoldingReader, StoredHolding } from './find-holdings.ts'
import { readHolding } from './find-holdings.ts'

/** A machine that logs tell of. */
export interface LearntMachine {
  readonly mac: string
  /** Microseconds: the first and the last begin of something it had. */
  readonly first: number
  readonly last: number
  /** The last that was told of it. */
  readonly holding: StoredHolding
}

const row = z.object({ mac: z.string(), first: z.coerce.number(), last: z.coerce.number(), holding: z.string() })

/**
 * Machines that leases, sessions and observations tell of, by their address; those after one. Read in the order of the table, so that a page costs what its machines had.
 *
 * @throws NoroshiError what the engine says
 */
export async function learntMachines({ client, scope }: HoldingReader, after: string | null, limit: number): Promise<LearntMachine[]> {
  const parameters = new SqlParameters()
  const where = `${scopeCondition(scope, parameters)} AND key > ${parameters.text(`mac:${after ?? ''}`)} AND key < 'mac;'`
  const query = `SELECT substring(key, 5) AS mac, min(since) AS first, max(since) AS last, argMax(holding, since) AS holding
    FROM holdings WHERE ${where} GROUP BY key ORDER BY key LIMIT ${parameters.integer(limit)}`
  try {
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow', clickhouse_settings: { max_threads: 1, optimize_aggregation_in_order: 1 } })
    return z.array(row).parse(await answer.json()).map(({ holding, ...rest }) => ({ ...rest, holding: readHolding(holding) }))
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
