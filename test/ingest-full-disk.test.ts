import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldCases } from '../src/pipeline/ingest/fold-cases.ts'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import { countedDigests, storeStatus } from '../src/pipeline/ingest/store-status.ts'
import type { DataPaths } from '../src/platform/data-folder.ts'
import { dataPaths } from '../src/platform/data-folder.ts'
import { NoroshiError } from '../src/platform/noroshi-error.ts'
import { makeCases } from '../src/triage/index.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { SmallDisk } from './small-disk.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000

/** What lies on the disk that is full. */
const PLACES: readonly (readonly [name: string, pathOf: (data: DataPaths) => string])[] = [
  ['the spool', ({ spool }) => spool],
  ['the evidence', ({ evidence }) => evidence],
  ['ClickHouse', ({ clickhouse }) => clickhouse],
  ['PostgreSQL', ({ postgres }) => postgres],
]

const RULES = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c31
name: evil
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: high
---
title: Evil again
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c32
correlation:
  type: event_count
  rules: [evil]
  group-by: [place]
  timespan: 1h
  condition: {gte: 2}
  generate: true
level: medium
`

const line = (place: string, n: number) => `${JSON.stringify({ n, text: `text ${n}`, place, time: '2026-01-01T00:00:00Z' })}\n`
/** Every other line is malformed, and an entry in the ledger, which so needs room too. */
const lines = (place: string, count: number) => Array.from({ length: count }, (_, n) => line(place, n) + (n % 2 === 0 ? `{"broken": ${n}\n` : '')).join('')
/** Each a finding of its own, and again one of the correlation. */
const findings = (place: string, count: number) => Array.from({ length: count }, (_, n) =>
  `${JSON.stringify({ time: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString(), name: 'evil', place, Computer: `pc-${n}-${'x'.repeat(100)}` })}\n`).join('')

/** The engine starts again when it finds that it has merged onto a full disk; until then it is not available, and says so. */
async function whenAvailable<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (thrown) {
      if (!(thrown instanceof NoroshiError && thrown.code === 'store-unavailable')) throw thrown
      await sleep(200)
    }
  }
}

// The engines take seconds to start.
describe.skipIf(IS_QUICK)('a disk is full and there is room again:', () => {
  let root: string
  let opened: OpenStore
  /** Those that this machine lets us mount. */
  const disks = new Map<string, SmallDisk>()

  beforeAll(async () => {
    root = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-full-disk-'))
    writeFileSync(join(root, 'rules.yml'), RULES)
    const folder = join(root, 'data')
    const house = { ruleDirectories: [join(root, 'rules.yml')] }
    const before = await openStore({ house, folder })
    await before.close()
    await before.pool.close()
    for (const [place, pathOf] of PLACES) {
      const disk = SmallDisk.under(pathOf(dataPaths(folder)))
      if (disk !== null) disks.set(place, disk)
    }
    opened = await openStore({ house, folder })
  }, LIMIT_MS)
  afterAll(async () => {
    await opened.close()
    await opened.pool.close()
    for (const disk of disks.values()) disk.remove()
    rmSync(root, { recursive: true, force: true })
  }, LIMIT_MS)

  /** Begins the work with the disk full; gives it room when the work says that it waits, and waits for its end. */
  async function whileFull(disk: SmallDisk, work: () => Promise<unknown>, whenPaused: () => Promise<void> = async () => {}): Promise<void> {
    const saidBefore = opened.said.length
    disk.fill()
    let over = false
    const ended = work().finally(() => { over = true })
    ended.catch(() => {})
    try {
      while (!over && opened.said.length === saidBefore) await sleep(20)
      expect(opened.said.slice(saidBefore)).toEqual(['paused'])
      await whenPaused()
      disk.empty()
      await ended
      expect(opened.said.slice(saidBefore)).toEqual(['paused', 'resumed'])
    } finally {
      disk.empty()
      // What fails here is not to disturb the next test.
      await ended.catch(() => {})
    }
  }

  test.for(PLACES)('ingest pauses, says so, and nothing is lost, with %s on it', { timeout: LIMIT_MS }, async ([place], { skip }) => {
    const disk = disks.get(place)
    if (disk === undefined) return skip('this machine does not let us mount a small disk')
    const store = await opened.organisation(`full ${place}`)
    const given = temporaryFolder({ 'acknowledged.json': lines(place, 200) })
    await ingestInto(store, opened.reading, [given])
    const acknowledged = await settledState(store)
    const more = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`more-${n}.json`, `${line(place, n)}${lines(place, 300)}`]))
    const paths = [given, temporaryFolder(more)]
    await whileFull(disk, () => ingestInto(store, opened.reading, paths), async () => {
      const { events } = await whenAvailable(() => countedDigests(store))
      expect(events.count).toBeGreaterThanOrEqual(acknowledged.events.count)
    })
    expect(await settledState(store)).toEqual(await analyzedBy(opened.pool, paths, opened.reading.stages.make))
  })

  test.for(['the spool', 'ClickHouse', 'PostgreSQL'])('the fold pauses, says so, and folds everything, with %s on it', { timeout: LIMIT_MS }, async (place, { skip }) => {
    const disk = disks.get(place)
    if (disk === undefined) return skip('this machine does not let us mount a small disk')
    const store = await opened.organisation(`fold ${place}`)
    const paths = [temporaryFolder({ 'evil.json': findings(place, 1_000) })]
    await ingestEvidence(store, { ...opened.reading, paths, date: 0, recover: false })
    expect(await storeStatus(store)).toMatchObject({ settled: false, cases: 0 })
    await whileFull(disk, () => foldCases(store, makeCases, opened.reading))
    expect(await settledState(store)).toEqual(await analyzedBy(opened.pool, paths, opened.reading.stages.make))
    expect((await storeStatus(store)).loads).toMatchObject({ open: 0, ready: 0 })
  })
})
