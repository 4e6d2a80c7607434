import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { storeStatus } from '../src/pipeline/ingest/store-status.ts'
import { WORKER_LIMITS } from '../src/platform/defaults.ts'
import { WorkerPool } from '../src/platform/worker-pool.ts'
import { IS_QUICK } from './depth.ts'
import type { EvidencePool, OpenStore } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000

const HOUSE = { ruleDirectories: [] }

/** How workers of test/dying-worker.ts end, by the name of the evidence, and what they are allowed so that this is soon seen. */
const DEATHS = [
  { name: 'deadly', why: 'it ended with code 1', limits: WORKER_LIMITS },
  { name: 'bloated', why: 'it needed more than 96 MB of heap', limits: { ...WORKER_LIMITS, heapMb: 96 } },
  { name: 'endless', why: 'no sign of life for 4 s', limits: { ...WORKER_LIMITS, silenceMs: 4_000 } },
]

const line = (fields: object) => `${JSON.stringify(fields)}\n`
const lines = (count: number, text: string) => Array.from({ length: count }, (_, n) => line({ n, text, time: '2026-01-01T00:00:00Z' })).join('')

// The engines take seconds to start: at the quick depth test/ingest.test.ts has to do.
describe.skipIf(IS_QUICK)('ingest goes on when', () => {
  let opened: OpenStore

  beforeAll(async () => {
    opened = await openStore({ house: HOUSE })
  }, LIMIT_MS)
  afterAll(() => opened.close())

  test('the store refuses a record: it costs one error with its place, and nothing else', async () => {
    const { client } = opened.store.clickhouse
    await client.command({ query: `ALTER TABLE events ADD CONSTRAINT poison CHECK position(fields, 'poison') = 0` })
    const before = lines(300, 'good')
    const content = before + line({ text: 'poison' }) + lines(400, 'fine') + line({ text: 'more poison' })
    const store = await opened.organisation('refused')
    const path = temporaryFolder({ 'poisoned.json': content, 'other.json': lines(10, 'other') })
    await ingestInto(store, opened.reading, [path])
    const { evidence: [other, poisoned] } = await settledState(store)
    expect(other).toMatchObject({ events: 10, errors: [] })
    expect(poisoned).toMatchObject({
      events: 700, errors: [before.length, content.length - line({ text: 'more poison' }).length].map(offset => ({ offset, reason: expect.stringMatching(/^The store refused the event: /) })),
    })
    await client.command({ query: 'ALTER TABLE events DROP CONSTRAINT poison' })
  }, LIMIT_MS)

  test.each(DEATHS)('a chunk kills its worker twice ($why): it is quarantined with the reason, as in analyze, and all else is read', async ({ name, why, limits }) => {
    const files = { 'a.json': lines(10, 'a'), [`${name}.json`]: lines(20, name), 'z.json': lines(30, 'z') }
    const folder = temporaryFolder(files)
    const pool: EvidencePool = new WorkerPool(new URL('./dying-worker.ts', import.meta.url), HOUSE, 3, limits)
    onTestFinished(() => pool.close())
    const store = await opened.organisation(name)
    const reading = { ...opened.reading, run: pool.run.bind(pool) }
    const [analyzed] = await Promise.all([analyzedBy(pool, [folder]), ingestInto(store, reading, [folder])])
    const reason = `bytes 0 to ${files[`${name}.json`]!.length} could not be inspected: they killed the worker that read them 2 times: ${why}`
    expect(analyzed.evidence).toMatchObject([{ events: 10, errors: [] }, { events: 0, errors: [{ offset: 0, reason }] }, { events: 30, errors: [] }])
    expect(await settledState(store)).toEqual(analyzed)
    expect((await storeStatus(store)).chunks).toMatchObject({ done: 2, waiting: 0, quarantined: 1 })
    writeFileSync(join(folder, 'after.json'), lines(20, 'after'))
    await ingestInto(store, reading, [folder])
    expect((await settledState(store)).evidence).toMatchObject([{ events: 10 }, { events: 20 }, { events: 0 }, { events: 30 }])
  }, LIMIT_MS)

  test('workers are killed from outside at one chunk again and again: it is read all the same', async () => {
    const folder = temporaryFolder({ 'a.json': lines(20, 'a') })
    const store = await opened.organisation('hunted')
    let kills = 0
    const run: typeof opened.reading.run = (task, onProgress) => {
      if (task.kind !== 'ingest' || kills++ >= 5) return opened.pool.run(task, onProgress)
      const kill = () => opened.pool.pids.forEach(pid => process.kill(pid, 'SIGKILL'))
      // Also before: one that is up could be done while this process waits for its turn. No new one lives long enough to begin.
      kill()
      const running = opened.pool.run(task, onProgress)
      kill()
      const killing = setInterval(kill, 5)
      return running.finally(() => clearInterval(killing))
    }
    await ingestInto(store, { ...opened.reading, run }, [folder])
    expect(kills).toBeGreaterThan(5)
    expect(await settledState(store)).toEqual(await analyzedBy(opened.pool, [folder]))
  }, LIMIT_MS)
})
