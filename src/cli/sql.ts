import { NoroshiError } from '../platform/noroshi-error.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { storeErrorOf } from '../store/clickhouse/store-error.ts'
import { expertProblem } from '../store/events/expert-sql.ts'
import { expertSettings } from '../store/events/scope.ts'
import { readSettings } from './settings.ts'
import type { CommonOptions } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

/** How far one query of an expert may go: a person waits for it, and it runs beside everything else. */
const EXPERT_LIMITS = { seconds: 60, rows: 100_000, bytes: 10_000_000_000 }

/** `noroshi sql`: a SELECT over what was ingested, one JSON object per row. */
export async function sql(text: string, options: CommonOptions): Promise<number> {
  const problem = expertProblem(text)
  if (problem !== null) throw new NoroshiError('bad-sql', problem)
  return withStore(options, readSettings(options), async store => {
    try {
      const { signal } = goneSignal()
      const result = await store.clickhouse.client.query({
        query: text,
        format: 'JSONEachRow',
        clickhouse_settings: expertSettings(await eventScope(store), EXPERT_LIMITS),
        ...(signal === undefined ? {} : { abort_signal: signal }),
      })
      await writeLines(terminal().stdout, rowLines(result.stream()))
      return 0
    } catch (cause) {
      throw storeErrorOf(cause)
    }
  })
}

async function* rowLines(blocks: AsyncIterable<readonly { readonly text: string }[]>): AsyncGenerator<string> {
  for await (const rows of blocks) for (const { text } of rows) yield `${text}\n`
}
