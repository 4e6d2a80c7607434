/**
 * How long many Sigma rules take over the event store, and whether they find there what the stream finds.
 *
 *     noroshi bench retro-hunt --rules DIR... PATH... [--events N] [--count N] [--keep FOLDER]
 *
 * The recordings at the paths are inserted again and again at other times, until there are so many events. Of the rules every n-th by id is taken,
 * `--count` of them. What the stream states of the same events is reckoned apart, with the fast engine: of each distinct event once. Exit
 * code 1 when the bar is missed, or when the two differ.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { detect } from '../src/detect/index.ts'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import { ruleHunter } from '../src/detect/sigma/retro/rule-hunter.ts'
import { DigestSum } from '../src/model/digest.ts'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { compareText } from '../src/model/event-order.ts'
import { eventId, matchId } from '../src/model/ids.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { huntRules } from '../src/pipeline/retro/hunt-rules.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import type { EventReader } from '../src/store/events/event-reader.ts'
import { engineMs } from './engine-time.ts'
import { insertMade, MADE_EVIDENCE, movedBatch } from './made-events.ts'
import { recordedBatches } from './recorded-events.ts'

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'string', multiple: true, default: [] }, events: { type: 'string', default: '10000000' }, count: { type: 'string', default: '100' },
    keep: { type: 'string' },
  },
})
if (paths.length === 0 || options.rules.length === 0) throw new Error('noroshi bench retro-hunt --rules DIR... PATH...: rules and recordings are needed')
const COUNT = Math.ceil(Number(options.events) / BATCH_ROWS) * BATCH_ROWS
const RULES = Number(options.count)
/** Seconds for 100 rules over 10 million events; of fewer events the same share. */
const BAR_SECONDS = 60 * (COUNT / 10_000_000)
const SETTLE_MS = 300_000

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
mkdirSync(folder, { recursive: true })
if (options.keep === undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const mappings = loadMappings()
const batches = await recordedBatches(paths)
const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
const reader: EventReader = { client: store.client, scope: { organisation: 'o', position: 9, hiddenLoads: [] }, mappings, paths: new Map() }
try {
  await fill()
  const ruleSet = loadRules(options.rules)
  const sorted = ruleSet.rules.map(({ summary }) => summary.id).sort(compareText)
  const keys = sorted.filter((_, index) => index % Math.max(1, Math.floor(sorted.length / RULES)) === 0).slice(0, RULES)
  const found = await hunted(keys)
  const expected = streamed(new Set(keys))
  const same = found === expected
  console.log(`${same ? 'the same' : 'NOT THE SAME'} as the stream: ${found} beside ${expected}`)
  if (!same) process.exitCode = 1
} finally {
  await store.close()
}

async function fill(): Promise<void> {
  // A kept folder is taken as it is.
  if (await number("SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name = 'events'") === 0) await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  const there = await number('SELECT count() AS n FROM events')
  const start = performance.now()
  if (there < COUNT) await insertMade(store, folder, mappings, batches, { first: there, count: COUNT - there, of: COUNT, load: 2 })
  const deadline = performance.now() + SETTLE_MS
  while (performance.now() < deadline && await number('SELECT count() AS n FROM system.merges') > 0) await sleep(1_000)
  console.log(`${await number('SELECT count() AS n FROM events')} events, ${batches.length * BATCH_ROWS} of them distinct, in ${((performance.now() - start) / 1e3).toFixed(0)} s`)
}

/** The digest of the matches' ids, and their number. */
async function hunted(keys: readonly string[]): Promise<string> {
  const ids = new DigestSum()
  const started = performance.now()
  const engineBefore = engineMs(folder)
  const ownBefore = process.cpuUsage()
  let candidates = 0
  for await (const step of huntRules(reader, ruleHunter(loadRules(options.rules), keys, mappings), { folder })) {
    if (step.kind === 'progress') ({ candidates } = step.progress)
    else for (const { id } of step.hits) ids.add(id)
  }
  const seconds = (performance.now() - started) / 1e3
  const own = process.cpuUsage(ownBefore)
  const processor = { engine: (engineMs(folder) - engineBefore) / 1e3, program: (own.user + own.system) / 1e6 }
  const both = Math.max(processor.program, (processor.engine + processor.program) / 2)
  console.log(`${keys.length} rules over ${COUNT} events, loading them included: ${seconds.toFixed(1)} s by the clock; `
    + `processor time ${processor.engine.toFixed(1)} s of the engine and ${processor.program.toFixed(1)} s of the program, on two cores alone ${both.toFixed(1)} s at least`)
  console.log(`${candidates} candidates; ${seconds <= BAR_SECONDS ? 'met' : 'MISSED'} (${BAR_SECONDS.toFixed(1)} s by the clock)`)
  if (seconds > BAR_SECONDS) process.exitCode = 1
  return textOf(ids)
}

/** The same of what the stream states: an event's fields decide, so each distinct one is looked at once. */
function streamed(keys: ReadonlySet<string>): string {
  const { detectors = [] } = detect(mappings, { ruleDirectories: options.rules })
  const ids = new DigestSum()
  const rowsOf = batches.map(batch => detectors.flatMap(detector => detector.inspect(batch)).filter(({ rule, absorbed }) => keys.has(rule.id) && absorbed !== true))
  for (let first = 0; first < COUNT; first += BATCH_ROWS) {
    const which = (first / BATCH_ROWS) % batches.length
    if (rowsOf[which]!.length === 0) continue
    const moved: EventBatch = movedBatch(batches[which]!, first, COUNT)
    for (const { row, rule } of rowsOf[which]!) ids.add(matchId('sigma', rule.id, eventId(MADE_EVIDENCE, moved.offset[row]!, moved.ordinal[row]!)))
  }
  return textOf(ids)
}

function textOf(ids: DigestSum): string {
  const { count, sum } = ids.digest()
  return `${count} matches (${sum})`
}

async function number(query: string): Promise<number> {
  const [row] = await (await store.client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  return Number(row?.n)
}
