import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import type { EventPosition } from '../../model/event-order.ts'
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

/** Where the signals of some loads begin, and the time of the last of all; null where there are none. */
export interface SignalSpan {
  readonly earliest: EventPosition | null
  /** Microseconds. */
  readonly end: number | null
}

const spanRow = z.object({ earliest: z.tuple([z.number(), z.string(), z.number(), z.number()]), own: z.number(), end: z.number(), all: z.number() })

/** @param loads whose earliest signal is wanted @throws NoroshiError what the engine says */
export async function spanOfSignals(client: ClickHouseClient, scope: EventScope, loads: readonly number[]): Promise<SignalSpan> {
  const parameters = new SqlParameters()
  const where = scopeCondition(scope, parameters)
  const isOwn = loads.length === 0 ? '0' : `load IN ${parameters.integers(loads)}`
  try {
    const answer = await client.query({
      query: `SELECT minIf((time, evidence, offset, ordinal), ${isOwn}) AS earliest, toUInt32(countIf(${isOwn})) AS own, max(time) AS end, toUInt32(count()) AS all FROM signals WHERE ${where}`,
      query_params: parameters.values,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    })
    const [row] = spanRow.array().parse(await answer.json())
    if (row === undefined || row.all === 0) return { earliest: null, end: null }
    const [time, evidence, offset, ordinal] = row.earliest
    return { earliest: row.own === 0 ? null : { time, evidence, offset, ordinal }, end: row.end }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

/** The events that ordered stages are about, in their order. Memory: a block of rows. @param after which they come; null: all @throws NoroshiError what the engine says */
export async function* readSignals(client: ClickHouseClient, scope: EventScope, after: EventPosition | null = null): AsyncGenerator<OrderedEvent> {
  const parameters = new SqlParameters()
  const where = `${scopeCondition(scope, parameters)}${after === null ? '' : ` AND ${isAfter(after, parameters)}`}`
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

/** In the order of the house; the time by itself too, since the table is sorted by it. */
function isAfter({ time, evidence, offset, ordinal }: EventPosition, parameters: SqlParameters): string {
  const at = parameters.integer(time ?? Number.MAX_SAFE_INTEGER)
  return `time >= ${at} AND (time, evidence, offset, ordinal) > (${at}, ${parameters.text(evidence)}, ${parameters.integer(offset)}, ${parameters.integer(ordinal)})`
}
