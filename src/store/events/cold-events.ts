import type { ClickHouseClient } from '@clickhouse/client'
import type { QueryTimes } from '../../query/query-times.ts'
import { sqlTimeBounds } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { WAITED_FOR } from '../clickhouse/precedence.ts'
import type { StoredEvent } from './stored-event.ts'
import { readStoredEvent } from './stored-event.ts'

/** Some events of a Parquet file that retention wrote. */
export interface ColdSelection {
  /** Of the engine's own disk. */
  readonly path: string
  readonly organisation: string
  /** Hex SHA-256: of other evidence nothing is read. */
  readonly evidence: readonly string[]
  readonly times: QueryTimes
}

/** What {@link readStoredEvent} reads, by what a cold file holds: identities are text there. */
const COLD_COLUMNS = 'id AS id_hex, toString(toUnixTimestamp64Micro(time)) AS time_us, dataset, evidence AS evidence_hex, '
  + 'toString(record) AS record_text, toString(offset) AS offset_text, toString(length) AS length_text, ordinal, flags, fields'

/** The events one by one, in the order of the file, read in one thread; none is kept. @throws what the engine says, and of rows that are no events */
export async function* coldEventsOf(client: ClickHouseClient, { path, organisation, evidence, times }: ColdSelection, signal: AbortSignal): AsyncGenerator<StoredEvent> {
  const parameters = new SqlParameters()
  const answer = await client.query({
    query: `SELECT ${COLD_COLUMNS} FROM file(${parameters.text(path)}, Parquet)
      WHERE organisation = ${parameters.text(organisation)} AND evidence IN ${parameters.texts(evidence)} AND ${sqlTimeBounds(times, parameters)}`,
    query_params: parameters.values,
    // Whoever asks says when it has lasted long enough.
    clickhouse_settings: { ...WAITED_FOR, max_threads: 1, max_execution_time: 0 },
    format: 'JSONEachRow',
    abort_signal: signal,
  })
  for await (const rows of answer.stream()) for (const row of rows) yield readStoredEvent(row.json())
}
