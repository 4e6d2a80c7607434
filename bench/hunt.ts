/**
 * How long hunts take over the event store.
 *
 *     node bench/hunt.ts [EVENTS]        (default 1,000,000)
 *
 * The events are those of made-events.ts. Queries are asked with other values each time, so that nothing answers from a cache of results.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY_US, formatTime } from '../src/model/time.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import type { Query } from '../src/query/query.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import type { EventReader } from '../src/store/events/event-reader.ts'
import { huntEvents } from '../src/store/events/hunt-events.ts'
import { huntSummary } from '../src/store/events/hunt-summary.ts'
import { DISTINCT_EVENTS, insertMade, MADE_EVIDENCE, MADE_FROM, madeBatches } from './made-events.ts'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 20

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
try {
  await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  const mappings = loadMappings()
  await insertMade(store, folder, mappings, madeBatches(), { first: 0, count: COUNT, of: COUNT, load: 2 })
  const reader: EventReader = {
    client: store.client, scope: { organisation: 'o', position: 9, hiddenLoads: [7] }, mappings, paths: new Map([[MADE_EVIDENCE, ['a.evtx']]]),
  }
  await queries(reader, 'as inserted')
  await store.client.command({ query: 'OPTIMIZE TABLE events FINAL' })
  await queries(reader, 'merged')
} finally {
  await store.close()
  rmSync(folder, { recursive: true })
}

async function queries(reader: EventReader, state: string): Promise<void> {
  console.log(`\n${COUNT} events, ${state}; milliseconds, median and 95th percentile of ${ROUNDS}`)
  const day = (round: number) => MADE_FROM + (round % 9) * DAY_US
  const within = (round: number) => `_time:[${formatTime(day(round))} TO ${formatTime(day(round) + DAY_US)}}`
  await measure('exact, rare value, newest 100', round => `ProcessGuid:"{guid-${(round * 7_919) % DISTINCT_EVENTS}}"`, reader)
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
