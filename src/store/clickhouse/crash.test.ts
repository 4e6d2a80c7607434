import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { processIdentitySchema, waitUntilGone } from '../../platform/process-identity.ts'
import { openClickHouse } from './open-clickhouse.ts'
import type { ClickHouse } from './open-clickhouse.ts'

const ROWS_A_FILE = 20_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(): Promise<ClickHouse> {
  return openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
}

async function engineProcess() {
  const text = await readFile(join(folder, 'run/clickhouse.pid'), 'utf8')
  return z.object({ child: processIdentitySchema }).parse(JSON.parse(text)).child
}

async function countByBatch(store: ClickHouse): Promise<Map<number, number>> {
  const result = await store.client.query({ query: 'SELECT batch, toUInt32(count()) AS n FROM rows GROUP BY batch', format: 'JSONEachRow' })
  return new Map((await result.json<{ batch: number; n: number }>()).map(({ batch, n }) => [batch, n]))
}

function batchBytes(batch: number): Buffer {
  const values = new BigUint64Array(ROWS_A_FILE * 2)
  for (let row = 0; row < ROWS_A_FILE; row++) values.set([BigInt(batch), BigInt(row)], row * 2)
  return Buffer.from(values.buffer)
}

test.skipIf(IS_QUICK)('a killed engine is started again, with every batch that it acknowledged, each whole or not at all', async () => {
  const store = await open()
  await store.client.command({ query: 'CREATE TABLE rows (batch UInt64, row UInt64) ENGINE = MergeTree ORDER BY (batch, row)' })
  const acknowledged: number[] = []
  let batch = 0
  for (let round = 0; round < byDepth(1, 3, 250); round++) {
    const victim = await engineProcess()
    let alive = true
    const inserting = (async () => {
      while (alive) {
        const number = batch++
        const path = join(folder, `${number}.bin`)
        await writeFile(path, batchBytes(number))
        const insert = store.insertFile({ table: 'rows', columns: ['batch', 'row'], path, format: 'RowBinary' })
        if (await insert.then(() => true, () => false)) acknowledged.push(number)
      }
    })()
    await sleep(50 + Math.random() * 300)
    process.kill(victim.pid, 'SIGKILL')
    alive = false
    await inserting
    // A connection that the dead engine left may be met once.
    const found = await countByBatch(store).catch(() => countByBatch(store))
    expect(acknowledged.filter(number => found.get(number) !== ROWS_A_FILE)).toEqual([])
    expect([...found.values()].filter(n => n !== ROWS_A_FILE)).toEqual([])
    expect((await engineProcess()).pid).not.toBe(victim.pid)
  }
  expect(acknowledged.length).toBeGreaterThan(0)
  await store.close()
})

test.skipIf(IS_QUICK)('an engine that is killed again while it starts is started again', async () => {
  const store = await open()
  await store.client.command({ query: 'CREATE TABLE rows (batch UInt64, row UInt64) ENGINE = MergeTree ORDER BY (batch, row)' })
  await store.client.insert({ table: 'rows', values: [{ batch: 7, row: 1 }], format: 'JSONEachRow' })
  const killed = new Set<number>()
  while (killed.size < 3) {
    // Between two starts nobody is named.
    const engine = await engineProcess().catch(() => null)
    if (engine === null || killed.has(engine.pid)) await sleep(5)
    else {
      process.kill(engine.pid, 'SIGKILL')
      killed.add(engine.pid)
    }
  }
  await expect.poll(() => countByBatch(store).catch(() => null), { timeout: 60_000 }).toEqual(new Map([[7, 1]]))
  await store.close()
})

test.skipIf(IS_QUICK)('the engine dies with a parent that is killed, and the next start finds the data', async () => {
  const program = join(folder, 'parent.mts')
  await writeFile(program, `import { openClickHouse } from '${join(import.meta.dirname, 'open-clickhouse.ts')}'
const { client } = await openClickHouse({ kind: 'embedded', folder: '${join(folder, 'clickhouse')}', runFolder: '${join(folder, 'run')}' })
await client.command({ query: 'CREATE TABLE rows (batch UInt64, row UInt64) ENGINE = MergeTree ORDER BY (batch, row)' })
await client.insert({ table: 'rows', values: [{ batch: 7, row: 1 }], format: 'JSONEachRow' })
void client.query({ query: 'SELECT sum(cityHash64(number)) FROM numbers(100000000000)' })
console.log('inserted')`)
  const parent = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: parent.stdout })) if (line === 'inserted') break
  const engine = await engineProcess()
  const killed = once(parent, 'exit')
  parent.kill('SIGKILL')
  await killed
  const store = await open()
  expect(await waitUntilGone(engine, 0)).toBe(true)
  expect(await countByBatch(store)).toEqual(new Map([[7, 1]]))
  await store.close()
})
