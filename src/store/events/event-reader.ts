import type { ClickHouseClient } from '@clickhouse/client'
import type { Mappings } from '../../model/mappings.ts'
import type { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { WAITED_FOR } from '../clickhouse/precedence.ts'
import type { EventScope } from './scope.ts'

/** What a look into the event store needs. */
export interface EventReader {
  readonly client: ClickHouseClient
  readonly scope: EventScope
  readonly mappings: Mappings
  /** All evidence of the organisation (hex SHA-256) and the paths it was found under. */
  readonly paths: ReadonlyMap<string, readonly string[]>
  /** Newest events that are looked at first when some of the newest are wanted; `FIRST_LOOK_EVENTS` by default. */
  readonly firstLook?: number
  /** Stops the query in the engine. */
  readonly signal?: AbortSignal
}

/** The rows of an answer one by one, as JSON objects; none is kept. */
export async function* readRows({ client, signal }: EventReader, query: string, parameters: SqlParameters): AsyncGenerator<unknown> {
  const answer = await client.query({
    query,
    query_params: parameters.values,
    clickhouse_settings: WAITED_FOR,
    format: 'JSONEachRow',
    ...(signal === undefined ? {} : { abort_signal: signal }),
  })
  for await (const rows of answer.stream()) for (const row of rows) yield row.json()
}
