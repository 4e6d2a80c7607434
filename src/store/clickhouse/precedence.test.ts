import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { LONGEST_STEP_BACK_MS } from './defaults.ts'
import type { ClickHouse } from './open-clickhouse.ts'
import { WAITED_FOR } from './precedence.ts'
import { describeWithClickHouse } from './testing/with-clickhouse.ts'

describe.skipIf(IS_QUICK)('precedence', () => {
  describeWithClickHouse('inserts and queries', (store, folder) => {
    test('an insert waits for a query that is waited for, and goes on all the same when that does not end', async () => {
      const { client, insertFile } = store()
      await client.command({ query: 'CREATE TABLE rows (a UInt64) ENGINE = MergeTree ORDER BY a' })
      const path = join(folder(), 'rows.json')
      writeFileSync(path, '{"a":1}\n')
      const query = await begun(store())
      const start = performance.now()
      await insertFile({ table: 'rows', columns: ['a'], path, format: 'JSONEachRow' })
      expect(performance.now() - start).toBeGreaterThanOrEqual(LONGEST_STEP_BACK_MS * 0.9)
      expect(await rows(store(), 'SELECT count() AS n FROM system.processes WHERE query LIKE \'%sleepEachRow%\' AND query NOT LIKE \'%processes%\'')).toEqual([{ n: 1 }])
      expect(await rows(store(), 'SELECT count() AS n FROM rows')).toEqual([{ n: 1 }])
      query.abort()
    })
  })
})

/** A query that runs for a minute unless it is stopped. */
async function begun(store: ClickHouse): Promise<AbortController> {
  const stop = new AbortController()
  const asked = store.client.query({
    query: 'SELECT sleepEachRow(0.01) FROM numbers(6000) SETTINGS max_block_size = 1', abort_signal: stop.signal, clickhouse_settings: WAITED_FOR, format: 'JSONEachRow',
  })
  asked.then(answer => answer.text()).catch(() => {})
  while ((await rows(store, 'SELECT 1 FROM system.processes WHERE query LIKE \'%sleepEachRow%\' AND query NOT LIKE \'%processes%\'')).length === 0) await sleep(10)
  return stop
}

async function rows({ client }: ClickHouse, query: string): Promise<unknown[]> {
  return (await client.query({ query, format: 'JSONEachRow' })).json()
}
