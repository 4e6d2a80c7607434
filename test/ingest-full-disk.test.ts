import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { countedDigests } from '../src/pipeline/ingest/store-status.ts'
import type { DataPaths } from '../src/platform/data-folder.ts'
import { dataPaths } from '../src/platform/data-folder.ts'
import { byDepth } from './depth.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000
const HOUSE = { ruleDirectories: [] }

/** What lies on the disk that is full. */
const PLACES: readonly { readonly name: string; readonly place: (data: DataPaths) => string }[] = [
  { name: 'the spool', place: ({ spool }) => spool },
  { name: 'the evidence', place: ({ evidence }) => evidence },
  { name: 'ClickHouse', place: ({ clickhouse }) => clickhouse },
  { name: 'PostgreSQL', place: ({ postgres }) => postgres },
]

const line = (n: number) => `${JSON.stringify({ n, text: `text ${n}`, time: '2026-01-01T00:00:00Z' })}\n`
/** Every other line is malformed, and an entry in the ledger, which so needs room too. */
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n) + (n % 2 === 0 ? `{"broken": ${n}\n` : '')).join('')

// The engines take seconds to start.
describe.skipIf(byDepth(true, false, false))('the disk is full and there is room again: ingest pauses, says so, and nothing is lost, with', () => {
  test.for(PLACES)('$name on it', { timeout: LIMIT_MS }, async ({ place }, { skip }) => {
    const folder = join(temporaryFolder(), 'data')
    const before = await openStore({ house: HOUSE, folder })
    onTestFinished(() => before.pool.close())
    const given = temporaryFolder({ 'acknowledged.json': lines(500) })
    await ingestInto(before.store, before.reading, [given])
    const acknowledged = await settledState(before.store)
    await before.close()

    const disk = place(dataPaths(folder))
    if (!moveToDiskOfItsOwn(disk)) skip('this machine does not let us mount a small disk')
    const opened = await openStore({ house: HOUSE, folder, pool: before.pool })
    try {
      fill(disk)
      const more = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`more-${n}.json`, `${line(n)}${lines(500)}`]))
      const paths = [given, temporaryFolder(more)]
      const running = ingestInto(opened.store, opened.reading, paths)
      let over = false
      const ended = running.finally(() => { over = true })
      ended.catch(() => {})
      while (!over && opened.said.length === 0) await sleep(20)
      expect(opened.said).toEqual(['paused'])
      expect(await countedDigests(opened.store)).toMatchObject({ events: { count: expect.toSatisfy(n => n >= acknowledged.events.count) } })
      resize(disk, '1g')
      await ended
      expect(opened.said).toEqual(['paused', 'resumed'])
      expect(await settledState(opened.store)).toEqual(await analyzedBy(opened.pool, paths))
    } finally {
      await opened.close()
    }
  })
})

/** With what is in it. Answers false where that is not allowed. */
function moveToDiskOfItsOwn(folder: string): boolean {
  const aside = `${folder}-aside`
  renameSync(folder, aside)
  mkdirSync(folder)
  if (run('/bin/mount', '-t', 'tmpfs', '-o', 'size=1g', 'tmpfs', folder) !== 0) return false
  onTestFinished(() => void run('/bin/umount', '--lazy', folder))
  expect(run('/bin/cp', '-a', `${aside}/.`, folder)).toBe(0)
  rmSync(aside, { recursive: true })
  return true
}

/** Makes the disk as small as what is on it. */
function fill(disk: string): void {
  const { blocks, bfree, bsize } = statfsSync(disk)
  // None at all would mean no limit.
  resize(disk, String(Math.max(blocks - bfree, 1) * bsize))
}

function resize(disk: string, size: string): void {
  expect(run('/bin/mount', '-o', `remount,size=${size}`, disk)).toBe(0)
}

function run(command: string, ...args: string[]): number | null {
  return spawnSync(command, args).status
}
