import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { byDepth } from './depth.ts'
import { HOSTILE_LOGS } from './hostile-records.ts'
import type { HostileLog } from './hostile-records.ts'
import type { Settled } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 600_000

/** Around each hostile record. */
const GOOD = [1, 2, 3, 4, 5, 6, 7, 8]

// Engines, and records of many megabytes.
describe.skipIf(byDepth(true, false, false))('a record made to break the store costs at most itself and one error', () => {
  test('through analyze, ingest and hunt', async () => {
    const folder = temporaryFolder()
    const names = HOSTILE_LOGS.flatMap(log => Object.entries(log.hostile).map(([name, record]) => write(folder, log, name, record))).sort()
    const data = join(temporaryFolder(), 'data')
    const opened = await openStore({ house: { ruleDirectories: [] }, folder: data })
    let analyzed: Settled
    try {
      analyzed = await analyzedBy(opened.pool, [folder])
      expect(costs(analyzed)).toEqual(names.map(name => ({ name, lost: 0, errors: expect.toSatisfy((n: number) => n <= 1) })))
      await ingestInto(opened.store, opened.reading, [folder])
      const stored = await settledState(opened.store)
      expect(costs(stored)).toEqual(names.map(name => ({ name, lost: 0, errors: expect.toSatisfy((n: number) => n <= 1) })))
      expect([stored.events, stored.matches]).toEqual([analyzed.events, analyzed.matches])
    } finally {
      await opened.close()
      await opened.pool.close()
    }
    for (const [query, count] of [['good', names.length * GOOD.length], ['_dataset:*', analyzed.events.count]] as const) {
      const inMemory = await runNoroshi(['hunt', `${query} | count`, folder, '--json', '--rules', 'none'])
      const inStore = await runNoroshi(['hunt', `${query} | count`, '--json', '--data', data])
      expect([query, counted(inMemory.stdout), counted(inStore.stdout)]).toEqual([query, count, count])
    }
    const shown = await runNoroshi(['hunt', 'not good', '--json', '--limit', '100', '--data', data])
    const events = shown.stdout.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
    expect(events).toHaveLength(analyzed.events.count - names.length * GOOD.length)
  }, LIMIT_MS)
})

function write(folder: string, { name, head, good }: HostileLog, kind: string, record: string | Buffer): string {
  const file = `${name}-${kind}.${name === 'csv' ? 'csv' : name === 'syslog' ? 'log' : 'json'}`
  const half = GOOD.length / 2
  const [before, after] = [[head, ...GOOD.slice(0, half).map(good)], GOOD.slice(half).map(good)].map(lines => lines.filter(line => line !== '').map(line => `${line}\n`).join(''))
  writeFileSync(join(folder, file), Buffer.concat([Buffer.from(before!), Buffer.from(record), Buffer.from('\n'), Buffer.from(after!)]))
  return file
}

/** What each file cost: plain records that are not there, and errors. The hostile one is an event, or an error, or an event with an error. */
function costs({ evidence }: Settled): { name: string; lost: number; errors: number }[] {
  return evidence.map(({ paths, events, errors }) => ({
    name: paths[0]!.split('/').at(-1)!, lost: GOOD.length - Math.min(GOOD.length, events), errors: errors.length,
  }))
}

function counted(stdout: string): unknown {
  return (JSON.parse(stdout) as { count?: unknown }).count ?? stdout
}
