import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import type { OrderedEvent } from '../../model/ordered-stage.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { FileInsert } from '../clickhouse/open-clickhouse.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import type { EventScope } from './scope.ts'
import { scopeCondition } from './scope.ts'

/** An event as a line of a spool file of {@link signalInsert}. */
export function signalLine(organisation: string, load: number, event: OrderedEvent): string {
  const { time, evidence, offset, ordinal } = event
  return `${JSON.stringify({ organisation: organisation.toWellFormed(), load, time, evidence, offset, ordinal, event: JSON.stringify(event) })}\n`
}

export function signalInsert(path: string): FileInsert {
  return { table: 'signals', columns: ['organisation', 'load', 'time', 'evidence', 'offset', 'ordinal', 'event'], path, format: 'JSONEachRow' }
}

const signalRow = z.object({ event: z.string() })

/** The events that ordered stages are about, in their order. Memory: a block of rows. @throws NoroshiError what the engine says */
export async function* readSignals(client: ClickHouseClient, scope: EventScope): AsyncGenerator<OrderedEvent> {
  const parameters = new SqlParameters()
  const where = scopeCondition(scope, parameters)
  try {
    const answer = await client.query({
      query: `SELECT event FROM signals WHERE ${where} ORDER BY organisation, time, evidence, offset, ordinal`,
      query_params: parameters.values,
      format: 'JSONEachRow',
    })
    for await (const rows of answer.stream()) {
      for (const row of rows) yield JSON.parse(signalRow.parse(row.json()).event) as OrderedEvent
    }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
