/**
 * How long hunts take over the event store, and how soon a cancelled one stops.
 *
 *     noroshi bench hunt [--events N] [--keep FOLDER] [--rounds N] [--only warm|ingest|stop]
 *
 * The events are those of made-events.ts, inserted by spool files. Measured are the functions that `noroshi hunt` and the server call: warm, again
 * while another load is being ingested at full speed, and twenty at once beside a long one. Beside the time by the clock stands the engine's processor
 * time, which other programs on the machine spoil less. Exit code 1 when a bar is missed.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { BATCH_ROWS } from '../src/model/event-batch.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { WorkerPool } from '../src/platform/worker-pool.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { eventInsert } from '../src/store/events/event-insert.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import type { EventReader } from '../src/store/events/event-reader.ts'
import { huntEvents } from '../src/store/events/hunt-events.ts'
import { huntSummary } from '../src/store/events/hunt-summary.ts'
import { LONG, NEWEST, QUESTIONS, RARE } from './hunt-questions.ts'
import type { Question } from './hunt-questions.ts'
import { engineMs } from './engine-time.ts'
import { insertMade, MADE_EVIDENCE, madeBatches } from './made-events.ts'

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '10000000' }, keep: { type: 'string' }, rounds: { type: 'string', default: '20' }, only: { type: 'string' } },
})
const COUNT = Math.ceil(Number(options.events) / BATCH_ROWS) * BATCH_ROWS
const ROUNDS = Number(options.rounds)
const WARM_UP_ROUNDS = 2
/** Of a question without a bar: they read everything. */
const FEW_ROUNDS = 2
const POSITION = 9
const OPEN_LOAD = POSITION + 1
const CANCEL_BAR_MS = 1_000
const SETTLE_MS = 300_000

const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
mkdirSync(folder, { recursive: true })
if (options.keep === undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
const reader: EventReader = {
  client: store.client, scope: { organisation: 'o', position: POSITION, hiddenLoads: [7] }, mappings: loadMappings(), paths: new Map([[MADE_EVIDENCE, ['a.evtx']]]),
}
let missed = 0
try {
  await fill()
  const isWanted = (part: string) => options.only === undefined || options.only === part
  if (isWanted('warm')) await asked('warm', QUESTIONS)
  if (isWanted('ingest')) await ingesting(() => asked('while another load is ingested', QUESTIONS.filter(({ barMs }) => barMs !== null)))
  if (isWanted('stop')) {
    await cancelled()
    await manyAtOnce()
  }
} finally {
  await store.close()
}
process.exitCode = missed === 0 ? 0 : 1

/** What a kept folder lacks is inserted; merges that follow are waited for, as nobody hunts a second after ten million events. */
async function fill(): Promise<void> {
  await migrateClickHouse(store.client, EVENT_MIGRATIONS)
  await store.client.command({ query: `ALTER TABLE events DELETE WHERE load >= ${OPEN_LOAD} SETTINGS mutations_sync = 1` })
  const there = await number('SELECT count() AS n FROM events')
  if (there < COUNT) {
    const start = performance.now()
    const first = Math.floor(there / BATCH_ROWS) * BATCH_ROWS
    await insertMade(store, folder, reader.mappings, madeBatches(), { first, count: COUNT - first, of: COUNT, load: 2 })
    console.log(`${COUNT - first} events inserted in ${((performance.now() - start) / 1e3).toFixed(0)} s`)
  }
  const deadline = performance.now() + SETTLE_MS
  while (performance.now() < deadline && await number('SELECT count() AS n FROM system.merges') > 0) await sleep(1_000)
  const parts = await number("SELECT count() AS n FROM system.parts WHERE active AND table = 'events'")
  console.log(`${await number('SELECT count() AS n FROM events')} events in ${parts} parts`)
}

async function asked(state: string, questions: readonly Question[]): Promise<void> {
  console.log(`\n${state}: milliseconds, median and 95th percentile of ${ROUNDS}; of the engine's processor`)
  for (const question of questions) {
    const rounds = question.barMs === null ? FEW_ROUNDS : ROUNDS
    for (let round = 0; round < (question.barMs === null ? 0 : WARM_UP_ROUNDS); round++) await ask(question, round)
    const times: number[] = []
    const before = engineMs(folder)
    let answer = ''
    for (let round = WARM_UP_ROUNDS; round < WARM_UP_ROUNDS + rounds; round++) {
      const start = performance.now()
      answer = await ask(question, round)
      times.push(performance.now() - start)
    }
    const processor = (engineMs(folder) - before) / rounds
    report(question.name, times, question.barMs, `${processor.toFixed(0).padStart(6)} ms   ${answer}`)
  }
}

/** Loads of the same size as an ingest's, as fast as a worker process and the engine make them, until the work is done. */
async function ingesting(work: () => Promise<void>): Promise<void> {
  const workers = new WorkerPool<null, string, never>(new URL('spool-process.ts', import.meta.url), { folder, first: COUNT, load: OPEN_LOAD }, 1)
  let files = 0
  let done = false
  const inserting = (async () => {
    for (let next = workers.run(null); !done; files++) {
      const path = await next
      next = workers.run(null)
      next.catch(() => {})
      await store.insertFile(eventInsert(path))
      rmSync(path)
    }
  })()
  const start = performance.now()
  while (files === 0) await Promise.race([sleep(100), inserting])
  await work()
  done = true
  await inserting
  await workers.close()
  const events = await number(`SELECT count() AS n FROM events WHERE load = ${OPEN_LOAD}`)
  console.log(`  meanwhile ${Math.round(events / (performance.now() - start) * 1e3).toLocaleString('en')} events/s were ingested`)
}

async function cancelled(): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS / 2; round++) {
    const stop = new AbortController()
    let ended = false
    const running = ask(LONG, round, { ...reader, signal: stop.signal }).then(() => 'answered', () => 'stopped').finally(() => (ended = true))
    while (!ended && await runningHunts() === 0) await sleep(5)
    await sleep(100)
    const start = performance.now()
    stop.abort()
    while (await runningHunts() > 0) await sleep(5)
    times.push(performance.now() - start)
    if (await running === 'answered') throw new Error('the long query was too short to be cancelled')
  }
  console.log('\ncancelled:')
  report('until the engine has stopped', times, CANCEL_BAR_MS, '')
}

/** They do not wait for the long one when the share of the processor that it takes is all they lose. */
async function manyAtOnce(): Promise<void> {
  console.log('\ntwenty at once:')
  // Sessions of the engine are opened when they are first needed.
  await twenty(40)
  const alone = await twenty(0)
  report('alone', alone, null, '')
  const stop = new AbortController()
  const long = ask(LONG, 99, { ...reader, signal: stop.signal }).then(() => 'ended', () => 'still ran')
  const beside = await twenty(20)
  stop.abort()
  report('beside a long one', beside, 2 * percentile(alone, 0.95), `the long one ${await long}`)
}

async function twenty(from: number): Promise<number[]> {
  return Promise.all(Array.from({ length: 20 }, async (_, round) => {
    const start = performance.now()
    await ask(RARE, from + round)
    return performance.now() - start
  }))
}

async function ask(question: Question, round: number, by = reader): Promise<string> {
  const parsed = parseQuery(question.text(round))
  if (!parsed.ok) throw new Error(`${question.text(round)}: ${parsed.error.message}`)
  const { query } = parsed
  return query.pipe === null ? `${(await huntEvents(by, query, NEWEST)).length} events` : `${(await huntSummary(by, query)).total} counted`
}

function report(name: string, times: readonly number[], barMs: number | null, more: string): void {
  const [median, p95] = [0.5, 0.95].map(share => percentile(times, share))
  const verdict = barMs === null ? '' : p95! <= barMs ? `met (${barMs.toFixed(0)})` : `MISSED (${barMs.toFixed(0)})`
  if (verdict.startsWith('MISSED')) missed++
  console.log(`  ${name.padEnd(34)}${[median, p95].map(each => each!.toFixed(0).padStart(7)).join('')}  ${verdict.padEnd(14)}${more}`)
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
}

/** Nothing else asks for events then. What a hunt asks for is no part of its SQL. */
async function runningHunts(): Promise<number> {
  return number("SELECT count() AS n FROM system.processes WHERE query LIKE '%FROM events%' AND query NOT LIKE '%system.processes%'")
}

async function number(query: string): Promise<number> {
  const [row] = await (await store.client.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  return Number(row?.n)
}
