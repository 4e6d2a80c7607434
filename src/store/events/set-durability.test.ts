import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from './event-migrations.ts'
import { setDurability } from './set-durability.ts'
import { IS_QUICK } from '../../../test/depth.ts'

test.skipIf(IS_QUICK)('durability is switched to power and back', async () => {
  const folder = temporaryFolder()
  const { client, close } = await openClickHouse({ kind: 'embedded', folder: join(folder, 'data'), runFolder: join(folder, 'run') })
  try {
    await migrateClickHouse(client, EVENT_MIGRATIONS)
    const synced = async () => {
      const query = `SELECT name FROM system.tables WHERE create_table_query LIKE '%fsync_after_insert = 1%' AND name IN ('events', 'matches') ORDER BY name`
      const result = await client.query({ query, format: 'JSONEachRow' })
      return (await result.json<{ name: string }>()).map(({ name }) => name)
    }
    await setDurability(client, 'power')
    expect(await synced()).toEqual(['events', 'matches'])
    await setDurability(client, 'process')
    expect(await synced()).toEqual([])
  } finally {
    await close()
  }
})
