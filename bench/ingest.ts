/**
 * The event store: how fast decoded batches go in.
 *
 *     node bench/ingest.ts [--events N] [--encoders N]        (default 2,000,000 and one for each processor)
 *
 * The events are those of made-events.ts. As in an ingest, workers encode them into spool files, one ahead of the engine, which inserts two
 * at a time. Merges are held back meanwhile, so that what they take is told apart: on an idle machine they follow, on a busy one they wait. The peer is what a client would do: the same columns
 * as JSONEachRow through the same engine. Processor time is per event, of this program with its workers and of the engine's process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { SEARCH_COLUMN_NAMES, searchColumn } from '../src/query/sql/search-column.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { eventInsert } from '../src/store/events/event-insert.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import { madeBatches, movedBatch } from './made-events.ts'
import { ProcessMeter } from './process-meter.ts'

const { values } = parseArgs({
  options: { events: { type: 'string', default: '2000000' }, encoders: { type: 'string', default: String(availableParallelism()) } },
})
/** Of one file of spool-worker.ts. */
const FILE_EVENTS = BATCH_ROWS * 256
const FILES = Math.ceil(Number(values.events) / FILE_EVENTS)
const ENCODERS = Number(values.encoders)
/** Files of each encoder before the clock starts. */
const WARM_UP = 1
const PEER_EVENTS = BATCH_ROWS * 60
const PEER_BATCHES = 20
/** Waits of a fifth of a second, until merges that follow one another are left to themselves. */
const MERGE_WAITS = 300

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
try {
  await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  await store.client.command({ query: 'SYSTEM STOP MERGES events' })
  await insertSpools()
  await measured('peer, JSONEachRow', PEER_EVENTS, insertPeer)
  await store.client.command({ query: 'SYSTEM START MERGES events' })
  await measured('merges afterwards', FILES * FILE_EVENTS, settle)
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}

async function insertSpools(): Promise<void> {
  const workers = Array.from({ length: ENCODERS }, (_, number) =>
    new Worker(new URL('./spool-worker.ts', import.meta.url), { workerData: { folder, first: (number + 1) * 1_000 * FILE_EVENTS, load: number + 1 } }))
  const insertNext = async (worker: Worker) => {
    const path = await new Promise<string>(resolve => worker.once('message', resolve))
    worker.postMessage('one more')
    await store.insertFile(eventInsert(path))
    rmSync(path)
  }
  // An encoder makes its next file while its last one is inserted.
  const drain = async (files: () => boolean) => {
    await Promise.all(workers.map(async worker => {
      while (files()) await insertNext(worker)
    }))
  }
  let warm = WARM_UP * ENCODERS
  await drain(() => warm-- > 0)
  let left = FILES
  await measured('spool files', FILES * FILE_EVENTS, () => drain(() => left-- > 0))
  await Promise.all(workers.map(worker => worker.terminate()))
}

/** The parts that are there are merged as far as the engine thinks worth while. */
async function settle(): Promise<void> {
  for (let idle = 0, rounds = 0; idle < 5 && rounds < MERGE_WAITS; rounds++) {
    const answer = await store.client.query({ query: 'SELECT toUInt32(count()) AS merges FROM system.merges', format: 'JSONEachRow' })
    const [row] = await answer.json<{ merges: number }>()
    idle = row?.merges === 0 ? idle + 1 : 0
    await sleep(200)
  }
}

async function insertPeer(): Promise<void> {
  const batches = madeBatches()
  await store.client.command({ query: 'CREATE TABLE peer AS events' })
  for (let at = 0; at < PEER_EVENTS; at += BATCH_ROWS * PEER_BATCHES) {
    const rows = Array.from({ length: PEER_BATCHES }, (_, batch) => at + batch * BATCH_ROWS)
      .flatMap(from => jsonRows(movedBatch(batches[from / BATCH_ROWS]!, from, PEER_EVENTS)))
    await store.client.insert({ table: 'peer', values: rows, format: 'JSONEachRow' })
  }
  await store.client.command({ query: 'DROP TABLE peer' })
}

function jsonRows(batch: EventBatch): Record<string, unknown>[] {
  return batch.fields.map((fields, row) => {
    const search: Record<string, Record<string, string>> = {}
    for (const [name, value] of Object.entries(fields)) {
      const column = SEARCH_COLUMN_NAMES[searchColumn(name)]!
      search[column] = { ...search[column], [name]: `s${String(value)}` }
    }
    return {
      organisation: 'o', load: 1, id: 'x'.repeat(16), time: Math.floor(batch.time[row]! / 1e6), dataset: batch.dataset[row], evidence: 'x'.repeat(32),
      record: batch.record[row], offset: batch.offset[row], length: 400, fields: JSON.stringify(fields), ...search,
    }
  })
}

async function measured(name: string, events: number, work: () => Promise<void>): Promise<void> {
  const meter = new ProcessMeter()
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1e3
  const { cpuSeconds, peakBytes } = meter.end()
  const each = Object.entries(cpuSeconds).map(([kind, spent]) => `${kind} ${((spent / events) * 1e6).toFixed(2)}`).join(', ')
  const total = Object.values(cpuSeconds).reduce((sum, spent) => sum + spent, 0)
  const possible = Math.round((events / total) * availableParallelism()).toLocaleString('en')
  console.log(`${name}: ${Math.round(events / seconds).toLocaleString('en')} events/s; processor time in µs an event: ${each}`
    + ` (${possible} events/s were all processors ours alone); ${Math.round(peakBytes / 1e6)} MB`)
}
