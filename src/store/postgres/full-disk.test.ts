import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { SmallDisk } from '../../../test/small-disk.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { openPostgres } from './open-postgres.ts'

/** The connection broke, or the server says that it goes down. */
const LOST: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006'])

test.skipIf(IS_QUICK)('a server whose log has no room left goes down, says why as long as it lasts, and is back with all it acknowledged', { timeout: 120_000 }, async ({ skip }) => {
  const folder = temporaryFolder()
  const options = { kind: 'embedded', folder: join(folder, 'postgres'), runFolder: join(folder, 'run') } as const
  await (await openPostgres(options)).close()
  const disk = SmallDisk.under(options.folder)
  if (disk === null) return skip('this machine does not let us mount a small disk')
  onTestFinished(() => disk.remove())
  const { pool, close } = await openPostgres(options)
  await pool.query('create table kept (n bigint)')
  const codeOf = (query: string) => pool.query(query).then(() => null, (cause: unknown) => cause instanceof Error && 'code' in cause ? cause.code : cause)
  disk.fill()
  let kept = 0
  // A small row, and a message that only its log holds.
  const write = () => codeOf(`insert into kept select ${kept} from (select pg_logical_emit_message(true, '', repeat('x', 1000000))) as message`)
  const refused = new Set<unknown>()
  for (const until = performance.now() + 5_000; performance.now() < until; await sleep(20)) {
    const code = await write()
    if (code === null) kept++
    else refused.add(code)
  }
  expect(refused).toContain('53100')
  // Who was connected when it went down learns that first.
  expect([...refused].filter(code => code !== '53100' && !LOST.has(code))).toEqual([])
  expect(await write()).toBe('53100')
  disk.empty()
  await expect.poll(() => codeOf('select 1'), { timeout: 60_000 }).toBeNull()
  // What was not answered is there or not.
  const { rows } = await pool.query<{ n: number }>('select distinct n from kept where n < $1 order by n', [kept])
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: kept }, (_, n) => n))
  await close()
})
