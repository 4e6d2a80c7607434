import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { SmallDisk } from '../../../test/small-disk.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { LOOK_PAUSE_MS } from './defaults.ts'
import { openClickHouse } from './open-clickhouse.ts'

const ROWS = 4_000
/** Of a row, beside its two numbers; stored as they are, so that they take their room. */
const TEXT_BYTES = 200

test.skipIf(IS_QUICK)('a disk that fills up again and again in the middle of inserts and merges costs no row that was acknowledged', { timeout: 1_800_000 }, async ({ skip }) => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'data'))
  const disk = SmallDisk.under(join(folder, 'data'))
  if (disk === null) return skip('this machine does not let us mount a small disk')
  onTestFinished(() => disk.remove())
  const { client, insertFile, close } = await openClickHouse({ kind: 'embedded', folder: join(folder, 'data'), runFolder: join(folder, 'run') })
  const ask = async <Row>(query: string) => (await client.query({ query, format: 'JSONEachRow' })).json<Row>()
  await client.command({ query: 'CREATE TABLE rows (batch UInt64, row UInt64, text String CODEC(NONE)) ENGINE = MergeTree ORDER BY (row, batch) SETTINGS min_level_for_wide_part = 1' })

  const acknowledged = new Set<number>()
  const refused = new Set<string>()
  let over = false
  const inserting = (async () => {
    for (let batch = 0; !over; batch++) {
      const path = join(folder, 'batch')
      writeFileSync(path, batchBytes(batch))
      const insert = insertFile({ table: 'rows', columns: ['batch', 'row', 'text'], path, format: 'RowBinary' })
      await insert.then(() => acknowledged.add(batch), (cause: unknown) => {
        refused.add(cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause))
      })
    }
  })()
  const parts = readdirSync(join(folder, 'data/store'), { recursive: true, encoding: 'utf8' }).find(path => path.endsWith('/detached'))!
  const isWriting = () => readdirSync(join(folder, 'data/store', parts, '..')).some(name => name.startsWith('tmp_'))
  for (let round = 0; round < byDepth(0, 6, 250); round++) {
    for (let tries = 0; tries < 500 && !isWriting(); tries++) await sleep(1)
    disk.fill(round % 3 * 200_000)
    await sleep(round % 5 * 50)
    disk.empty()
    await sleep(100)
  }
  over = true
  await inserting
  // By then merges have been looked at, too.
  await sleep(LOOK_PAUSE_MS)
  const whole = async () => {
    const checked = await ask<{ is_passed: number }>('CHECK TABLE rows SETTINGS check_query_single_value_result = 0')
    return checked.every(({ is_passed }) => is_passed === 1)
  }
  await expect.poll(() => whole().catch(() => false), { timeout: 60_000 }).toBe(true)
  const found = await ask<{ batch: number; rows: number }>('SELECT toUInt32(batch) AS batch, toUInt32(uniqExact(row)) AS rows FROM rows GROUP BY batch')
  const counts = new Map(found.map(({ batch, rows }) => [batch, rows]))
  expect([...acknowledged].filter(batch => counts.get(batch) !== ROWS)).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(0)
  expect([...refused].filter(code => code !== 'disk-full' && code !== 'store-unavailable')).toEqual([])
  expect(refused).toContain('disk-full')
  await close()
})

/** As RowBinary has it: two numbers, and a text after its length. */
function batchBytes(batch: number): Buffer {
  const size = 8 + 8 + 2 + TEXT_BYTES
  const bytes = Buffer.alloc(ROWS * size, 0x78)
  for (let row = 0; row < ROWS; row++) {
    bytes.writeBigUInt64LE(BigInt(batch), row * size)
    bytes.writeBigUInt64LE(BigInt(row), row * size + 8)
    bytes.set([TEXT_BYTES & 0x7f | 0x80, TEXT_BYTES >> 7], row * size + 16)
  }
  return bytes
}
