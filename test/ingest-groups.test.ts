import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { purgeDeadLoads } from '../src/pipeline/ingest/purge-dead-loads.ts'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import { storeStatus } from '../src/pipeline/ingest/store-status.ts'
import { deleteEvidence } from '../src/store/ledger/delete-evidence.ts'
import { loadCounts } from '../src/store/ledger/load-counts.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000

/** More than one chunk of it holds. */
const LARGE_BYTES = 68_000_000

/** In one group, and of them those that are deleted. */
const FILES = 60
const DELETED = 40

const RULE = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: high
`
const line = (fields: object) => `${JSON.stringify(fields)}\n`
const small = (n: number) => line({ time: '2026-01-01T00:00:00Z', name: n % 3 === 0 ? 'evil' : 'good', Computer: `pc${n % 5}`, n }) + (n % 7 === 0 ? '{"broken": \n' : '') + line({ n })

// The engines take seconds to start: at the quick depth test/ingest.test.ts has to do.
describe.skipIf(IS_QUICK)('small files go into the store together', () => {
  let opened: OpenStore
  let folder: string
  let files: string
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-groups-'))
    files = join(folder, 'files')
    mkdirSync(files)
    for (let n = 0; n < FILES; n++) writeFileSync(join(files, `${n}.json`), small(n))
    writeFileSync(join(folder, 'rule.yml'), RULE)
    opened = await openStore({ house: { ruleDirectories: [join(folder, 'rule.yml')] } })
  }, LIMIT_MS)
  afterAll(async () => {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** How many rows of each load the event store holds, whether anybody sees them or not. */
  async function rowsOfLoads(table: 'events' | 'matches'): Promise<Map<number, number>> {
    const answer = await opened.store.clickhouse.client.query({ query: `SELECT load, count() AS rows FROM ${table} GROUP BY load`, format: 'JSONEachRow' })
    return new Map((await answer.json<{ load: string; rows: string }>()).map(({ load, rows }) => [Number(load), Number(rows)]))
  }

  test('as analyze reads them, each under a load of its own', async () => {
    await ingestInto(opened.store, opened.reading, [files])
    expect(await settledState(opened.store)).toEqual(await analyzedBy(opened.pool, [files]))
    expect((await rowsOfLoads('events')).size).toBe(FILES)
  }, LIMIT_MS)

  test('a member that can only be read from its start gives its chunks one by one, as analyze reads them', async () => {
    const store = await opened.organisation('large')
    const path = join(temporaryFolder(), 'large.json.gz')
    const text = line({ time: '2026-01-01T00:00:00Z', name: 'evil', text: 'x'.repeat(30_000) })
    writeFileSync(path, gzipSync(text.repeat(Math.ceil(LARGE_BYTES / text.length)), { level: 1 }))
    await ingestInto(store, opened.reading, [path])
    expect(await settledState(store)).toEqual(await analyzedBy(opened.pool, [path]))
    expect((await storeStatus(store)).chunks.done).toBeGreaterThan(1)
  }, LIMIT_MS)

  test('the store refuses one of them: it alone pays', async () => {
    const store = await opened.organisation('refusing')
    await store.clickhouse.client.command({ query: `ALTER TABLE events ADD CONSTRAINT poison CHECK position(fields, 'poison') = 0` })
    try {
      const paths = temporaryFolder({ 'a.json': line({ n: 1 }), 'b.json': line({ n: 2, text: 'poison' }) + line({ n: 3 }), 'c.json': line({ n: 4 }) })
      await ingestEvidence(store, { ...opened.reading, paths: [paths], date: 0, recover: false })
      const { evidence } = await settledState(store)
      expect(evidence.map(({ events, errors }) => [events, errors.length])).toEqual([[1, 0], [1, 1], [1, 0]])
    } finally {
      await store.clickhouse.client.command({ query: 'ALTER TABLE events DROP CONSTRAINT poison' })
    }
  }, LIMIT_MS)

  test('rows of deleted evidence are purged from the event store, and only they; then their loads are forgotten', async () => {
    const { store } = opened
    const { evidence } = await storeStatus(store)
    const before = await rowsOfLoads('events')
    const matches = await rowsOfLoads('matches')
    for (const { sha256 } of evidence.slice(0, DELETED)) await deleteEvidence(store.ledger, sha256, 'ann')
    expect([await purgeDeadLoads(store.clickhouse, store.ledger), (await rowsOfLoads('events')).size]).toEqual([0, before.size])
    expect(await purgeDeadLoads(store.clickhouse, store.ledger, 0)).toBe(DELETED)
    expect([before.size - (await rowsOfLoads('events')).size, matches.size > (await rowsOfLoads('matches')).size]).toEqual([DELETED, true])
    expect(await loadCounts(store.ledger)).toMatchObject({ dead: 0, live: FILES - DELETED })
    expect((await settledState(store)).events.count).toBe((FILES - DELETED) * 2)
  }, LIMIT_MS)
})
