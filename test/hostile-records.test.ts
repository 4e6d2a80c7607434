import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import { huntQuery } from '../src/cli/hunt-query.ts'
import { eventScope } from '../src/pipeline/ingest/store-status.ts'
import { huntEvents } from '../src/store/events/hunt-events.ts'
import { huntSummary } from '../src/store/events/hunt-summary.ts'
import { IS_QUICK } from './depth.ts'
import { HOSTILE_LOGS } from './hostile-records.ts'
import type { HostileLog } from './hostile-records.ts'
import type { Settled } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 600_000

const { mappings } = openHouse({ ruleDirectories: [] })

/** Around each hostile record. */
const GOOD = [1, 2, 3, 4, 5, 6, 7, 8]

// Engines, and records of many megabytes.
describe.skipIf(IS_QUICK)('a record made to break the store costs at most itself and one error', () => {
  test('through analyze, ingest and hunt', async () => {
    const folder = temporaryFolder()
    const names = HOSTILE_LOGS.flatMap(log => Object.entries(log.hostile).map(([name, record]) => write(folder, log, name, record))).sort()
    const expected = names.map(name => ({ name, lost: 0, errors: expect.toSatisfy((n: number) => n <= 1) }))
    const good = names.length * GOOD.length
    const opened = await openStore({ house: { ruleDirectories: [] } })
    try {
      const analyzed = await analyzedBy(opened.pool, [folder])
      expect(costs(analyzed)).toEqual(expected)
      await ingestInto(opened.store, opened.reading, [folder])
      const stored = await settledState(opened.store)
      expect(costs(stored)).toEqual(expected)
      expect([stored.events, stored.matches]).toEqual([analyzed.events, analyzed.matches])

      const reader = { client: opened.store.clickhouse.client, scope: await eventScope(opened.store), mappings, paths: new Map<string, string[]>() }
      expect(await huntSummary(reader, huntQuery('good | count', {}))).toMatchObject({ total: good })
      expect(await huntEvents(reader, huntQuery('not good', {}), 1_000)).toHaveLength(stored.events.count - good)
      const inMemory = await runNoroshi(['hunt', 'good | count', folder, '--json', '--rules', 'none'])
      expect(JSON.parse(inMemory.stdout)).toMatchObject({ count: good })
    } finally {
      await opened.close()
    }
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
