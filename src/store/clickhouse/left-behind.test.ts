import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { openClickHouse } from './open-clickhouse.ts'

// As of a program that was killed between the start of its engine and the note of it.
test.skipIf(IS_QUICK)('an engine that nobody knows of and that is still ending is waited for', async () => {
  const folder = temporaryFolder()
  const open = (run: string) => openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, run) })
  const left = await open('run')
  rmSync(join(folder, 'run', 'clickhouse.pid'))
  const ending = new Promise(resolve => setTimeout(resolve, 1_000)).then(() => left.close())
  const next = await open('next')
  await ending
  expect(await next.client.ping()).toMatchObject({ success: true })
  await next.close()
}, 60_000)
