/**
 * The event store: how fast decoded batches go in, and how long hunts take.
 *
 *     node bench/events.ts [EVENTS]        (default 1,000,000; docs name the figures for 10,000,000)
 *
 * Made events of 20 fields as Sysmon writes them (about 450 bytes of JSON), spread over ten days. They go in by spool files of 256,000 events:
 * encoding here and inserting in the engine's process overlap, as in an ingest. The peer is what a client would do: the same columns as
 * JSONEachRow through the same engine. Queries are asked with other values each time, so that nothing answers from a cache of results.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BATCH_ROWS, EventBatchBuilder } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { DAY_US, formatTime } from '../src/model/time.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import type { Query } from '../src/query/query.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EventEncoder } from '../src/store/events/encode-events.ts'
import { eventInsert } from '../src/store/events/event-insert.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import type { EventReader } from '../src/store/events/event-reader.ts'
import { huntEvents } from '../src/store/events/hunt-events.ts'
import { huntSummary } from '../src/store/events/hunt-summary.ts'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const SPOOL_EVENTS = BATCH_ROWS * 500
/** Distinct batches, repeated with other offsets and times: making events is not what is measured. */
const DISTINCT = 400
const PEER_EVENTS = Math.min(COUNT, 50_000)
const WARM_UP = BATCH_ROWS * 100
const ROUNDS = 20
const FIRST = 1_767_225_600_000_000
const SPAN = 10 * DAY_US
const EVIDENCE = 'ab'.repeat(32)

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
try {
  await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  const mappings = loadMappings()
  const made = madeBatches()
  await insert(made.slice(0, 100), 0, WARM_UP, 1)
  const start = performance.now()
  const own = process.cpuUsage()
  await insert(made, WARM_UP, COUNT, 2)
  const seconds = (performance.now() - start) / 1e3
  const { user, system } = process.cpuUsage(own)
  console.log(`spool files: ${rate(COUNT, seconds)}, of which encoding took ${((user + system) / COUNT).toFixed(2)} µs of processor time an event`)
  await insertPeer(made)
  const reader: EventReader = {
    client: store.client, scope: { organisation: 'o', position: 9, hiddenLoads: [7] }, mappings, paths: new Map([[EVIDENCE, ['a.evtx']]]),
  }
  await queries(reader, 'as inserted')
  await store.client.command({ query: 'OPTIMIZE TABLE events FINAL' })
  await queries(reader, 'merged')

  async function insert(batches: readonly EventBatch[], first: number, count: number, load: number): Promise<void> {
    const encoder = new EventEncoder({ organisation: 'o', load, evidence: EVIDENCE, sensor: '' }, mappings)
    let pending: Promise<void> = Promise.resolve()
    for (let from = 0; from < count; from += SPOOL_EVENTS) {
      const path = join(folder, `${load}-${from}.native`)
      for (let at = from; at < Math.min(from + SPOOL_EVENTS, count); at += BATCH_ROWS) {
        encoder.add(moved(batches[(at / BATCH_ROWS) % batches.length]!, first + at), () => null, () => {})
        if (encoder.full) appendFileSync(path, encoder.take()!)
        if (at % (BATCH_ROWS * 16) === 0) await new Promise(resolve => setImmediate(resolve))
      }
      appendFileSync(path, encoder.take() ?? '')
      await pending
      pending = store.insertFile(eventInsert(path)).then(() => rmSync(path))
    }
    await pending
  }
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
      const batch = moved(batches[(next / BATCH_ROWS) % batches.length]!, next)
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

async function queries(reader: EventReader, state: string): Promise<void> {
  console.log(`\n${COUNT} events, ${state}; milliseconds, median and 95th percentile of ${ROUNDS}`)
  const day = (round: number) => FIRST + (round % 9) * DAY_US
  const within = (round: number) => `_time:[${formatTime(day(round))} TO ${formatTime(day(round) + DAY_US)}}`
  await measure('exact, rare value, newest 100', round => `ProcessGuid:"{guid-${(round * 7_919) % (DISTINCT * BATCH_ROWS)}}"`, reader)
  await measure('exact, value that is not there', round => `ProcessGuid:"{none-${round}}"`, reader)
  await measure('exact, common value, newest 100', round => `EventID:${1 + (round % 20)}`, reader)
  await measure('contains, newest 100', round => `CommandLine:*needle-${round}x*`, reader)
  await measure('contains, count', round => `CommandLine:*value\\ ${round}* | count`, reader)
  await measure('network /24, newest 100', round => `DestinationIp:10.${round}.7.0/24`, reader)
  await measure('network /8, count', () => 'DestinationIp:10.0.0.0/8 | count', reader)
  await measure('count by field over a day', round => `${within(round)} | count by Image`, reader)
  await measure('free text that is not there', round => `needle-${round}x`, reader)
}

async function measure(name: string, text: (round: number) => string, reader: EventReader): Promise<void> {
  const times: number[] = []
  let last = ''
  for (let round = -2; round < ROUNDS; round++) {
    const query = parsed(text(round + 2))
    const start = performance.now()
    last = query.pipe === null ? `${(await huntEvents(reader, query, 100)).length} events` : JSON.stringify(await huntSummary(reader, query)).slice(0, 60)
    if (round >= 0) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const [median, p95] = [0.5, 0.95].map(share => times[Math.floor(times.length * share)]!.toFixed(0).padStart(6))
  console.log(`  ${name.padEnd(34)}${median}${p95}   ${last}`)
}

function parsed(text: string): Query {
  const query = parseQuery(text)
  if (!query.ok) throw new Error(`${text}: ${query.error.message}`)
  return query.query
}

function rate(count: number, seconds: number): string {
  return `${Math.round(count / seconds).toLocaleString('en')} events/s`
}

/** The same rows elsewhere in the evidence and at another time. */
function moved(batch: EventBatch, first: number): EventBatch {
  const row = Float64Array.from({ length: batch.count }, (_, each) => first + each)
  return {
    ...batch,
    time: row.map(each => FIRST + Math.floor((each / (COUNT + WARM_UP)) * SPAN)),
    record: row,
    offset: row.map(each => each * 400),
  }
}

function madeBatches(): EventBatch[] {
  let seed = 1
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed % below
  }
  const digits = (count: number) => Array.from({ length: count }, () => '0123456789abcdef'[(random(1 << 20) >> 4) & 15]).join('')
  const builder = new EventBatchBuilder()
  return Array.from({ length: DISTINCT }, (_, batch) => {
    for (let row = 0; row < BATCH_ROWS; row++) {
      const number = batch * BATCH_ROWS + row
      builder.add({
        dataset: 'windows.sysmon', time: 0, record: 0, offset: 0, length: 400, fields: {
          EventID: 1 + random(25), Channel: 'Microsoft-Windows-Sysmon/Operational', Provider_Name: 'Microsoft-Windows-Sysmon',
          Computer: `host${random(200)}.corp.example`, EventRecordID: number, UtcTime: `2026-01-0${1 + random(9)} 10:${10 + random(49)}:00.123`,
          ProcessGuid: `{guid-${number}}`, ProcessId: random(20_000), Image: `C:\\Windows\\System32\\program${random(400)}.exe`,
          CommandLine: `C:\\Windows\\System32\\program.exe /c ${digits(24)} --option value ${random(1_000)}`,
          CurrentDirectory: 'C:\\Windows\\system32\\', User: `CORP\\user${random(2_000)}`, LogonId: `0x${digits(6)}`, IntegrityLevel: 'Medium',
          Hashes: `SHA256=${digits(64)}`, ParentImage: `C:\\Program Files\\parent${random(60)}.exe`, ParentProcessId: random(20_000),
          DestinationIp: `10.${random(250)}.${random(250)}.${random(250)}`, DestinationPort: random(65_536), RuleName: '-',
        },
      })
    }
    return builder.take()
  })
}
