import { globSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { brokenParts } from './broken-parts.ts'
import { openClickHouse } from './open-clickhouse.ts'

// As of an engine that starts on a full disk: it may go on with a part whose description it wrote anew, and which came to nothing.
test.skipIf(IS_QUICK)('a broken merge that was there before the engine started gives its place back to what it was made of', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder()
  const open = () => openClickHouse({ kind: 'embedded', folder: join(folder, 'data'), runFolder: join(folder, 'run') })
  const first = await open()
  await first.client.command({ query: 'CREATE TABLE rows (row UInt64) ENGINE = MergeTree ORDER BY row' })
  for (const row of [1, 2, 3]) await first.client.command({ query: `INSERT INTO rows VALUES (${row})` })
  await first.client.command({ query: 'OPTIMIZE TABLE rows FINAL' })
  await first.close()

  const { client, close } = await open()
  const [columns, ...others] = globSync(join(folder, 'data/store/*/*/all_1_3_1/columns.txt'))
  expect(others).toEqual([])
  truncateSync(columns!, 0)
  await expect.poll(() => brokenParts(client).catch(() => []), { timeout: 60_000 }).toMatchObject([{ table: 'rows', name: 'broken_all_1_3_1' }])
  const rows = async () => (await (await client.query({ query: 'SELECT row FROM rows ORDER BY row', format: 'JSONEachRow' })).json<{ row: number }>()).map(({ row }) => Number(row))
  await expect.poll(() => rows().catch(() => []), { timeout: 60_000 }).toEqual([1, 2, 3])
  await close()
})
