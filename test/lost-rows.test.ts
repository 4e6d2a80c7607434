import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkClickHouse } from '../src/cli/doctor/engine-checks.ts'
import { lostRows, removeRemadeParts } from '../src/pipeline/ingest/lost-rows.ts'
import { brokenParts } from '../src/store/clickhouse/broken-parts.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { ingestInto, openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 120_000

describe.skipIf(IS_QUICK)('what the event store has lost', () => {
  let opened: OpenStore
  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [] } })
  }, LIMIT_MS)
  afterAll(() => opened.close())

  const partOfEvents = async () => {
    const answer = await opened.store.clickhouse.client.query({ query: `SELECT name, path FROM system.parts WHERE active AND table = 'events'`, format: 'JSONEachRow' })
    const [part] = await answer.json<{ name: string, path: string }>()
    return part!
  }
  /** As the engine does with a part of which it finds at its start that it is not whole. */
  const setAside = async () => {
    const { name, path } = await partOfEvents()
    cpSync(path, join(path, '..', 'detached', `broken-on-start_${name}`), { recursive: true })
  }

  test('is nothing: a part that was set aside as broken is removed', async () => {
    const lines = Array.from({ length: 50 }, (_, n) => `${JSON.stringify({ n, time: '2026-01-01T00:00:00Z' })}\n`)
    await ingestInto(opened.store, opened.reading, [temporaryFolder({ 'a.json': lines.join('') })])
    expect(await lostRows(opened.store)).toEqual({ events: 0, matches: 0 })
    await setAside()
    expect(await brokenParts(opened.store.clickhouse.client)).toMatchObject([{ table: 'events', name: expect.stringMatching(/^broken-on-start_/) }])
    expect(await removeRemadeParts(opened.store)).toBe(1)
    expect(await brokenParts(opened.store.clickhouse.client)).toEqual([])
  }, LIMIT_MS)

  test('is told by number, and such a part stays', async () => {
    const { name } = await partOfEvents()
    await setAside()
    await opened.store.clickhouse.client.command({ query: `ALTER TABLE events DETACH PART '${name}'` })
    expect(await lostRows(opened.store)).toEqual({ events: 50, matches: 0 })
    expect(await removeRemadeParts(opened.store)).toBe(0)
    expect(await brokenParts(opened.store.clickhouse.client)).toHaveLength(1)
    await opened.store.clickhouse.client.command({ query: `ALTER TABLE events ATTACH PART '${name}'` })
    expect(await lostRows(opened.store)).toEqual({ events: 0, matches: 0 })
  }, LIMIT_MS)

  test('may be in broken parts, which the doctor tells', async () => {
    const { data, store } = opened
    await store.close()
    expect(await checkClickHouse({ kind: 'embedded', folder: data.clickhouse, runFolder: data.run })).toMatchObject({ state: 'warning', finding: 'engine-broken-parts', values: { parts: 1 } })
  }, LIMIT_MS)
})
