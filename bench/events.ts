/**
 * How fast decoded batches go into the event store.
 *
 *     node bench/events.ts [EVENTS]        (default 1,000,000)
 *
 * The events are those of made-events.ts. The peer is what a client would do: the same columns as JSONEachRow through the same engine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import { insertMade, madeBatches, movedBatch } from './made-events.ts'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const PEER_EVENTS = Math.min(COUNT, 50_000)
const WARM_UP = BATCH_ROWS * 100

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
try {
  await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  const mappings = loadMappings()
  const made = madeBatches()
  await insertMade(store, folder, mappings, made, { first: 0, count: WARM_UP, of: WARM_UP + COUNT, load: 1 })
  const start = performance.now()
  const own = process.cpuUsage()
  await insertMade(store, folder, mappings, made, { first: WARM_UP, count: COUNT, of: WARM_UP + COUNT, load: 2 })
  const seconds = (performance.now() - start) / 1e3
  const { user, system } = process.cpuUsage(own)
  console.log(`spool files: ${rate(COUNT, seconds)}, of which encoding took ${((user + system) / COUNT).toFixed(2)} µs of processor time an event`)
  await insertPeer(made)
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}

async function insertPeer(batches: readonly EventBatch[]): Promise<void> {
  await store.client.command({ query: 'CREATE TABLE peer AS events' })
  const start = performance.now()
  for (let at = 0; at < PEER_EVENTS; at += BATCH_ROWS * 20) {
    const values = []
    for (let next = at; next < Math.min(at + BATCH_ROWS * 20, PEER_EVENTS); next += BATCH_ROWS) {
      const batch = movedBatch(batches[(next / BATCH_ROWS) % batches.length]!, next, PEER_EVENTS)
      for (let row = 0; row < batch.count; row++) {
        const fields = batch.fields[row]!
        values.push({
          organisation: 'o', load: 1, id: 'x'.repeat(16), time: Math.floor(batch.time[row]! / 1e6), dataset: batch.dataset[row], evidence: 'x'.repeat(32),
          record: batch.record[row], offset: batch.offset[row], length: 400, fields: JSON.stringify(fields),
          search: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, `s${String(value)}`])),
        })
      }
    }
    await store.client.insert({ table: 'peer', values, format: 'JSONEachRow' })
  }
  console.log(`JSONEachRow: ${rate(PEER_EVENTS, (performance.now() - start) / 1e3)}`)
  await store.client.command({ query: 'DROP TABLE peer' })
}

function rate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} events/s`
}
