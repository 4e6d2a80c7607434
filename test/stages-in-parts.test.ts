import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderedStage } from '../src/model/ordered-stage.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { ingestInto, openStore, settledState } from './open-store.ts'

const LIMIT_MS = 240_000
const START = 1_700_000_000
const HOUR = 3_600

const RULE = 'title: A\nid: 0b0c1b7e-6b0a-4b7e-9d3e-2f6f5d1c8a12\nlogsource: {product: zeek, service: http}\ndetection: {s: {user_agent|contains: katz-ontop}, condition: s}\nlevel: high\n'

/** An hour of a host that calls home each minute, and of others. */
function hour(number: number): readonly string[] {
  const connection = (ts: number, from: string, to: string) => JSON.stringify({
    _path: 'conn', ts, 'uid': `C${ts}${from}`, 'id.orig_h': from, 'id.orig_p': 40_000, 'id.resp_h': to, 'id.resp_p': 443, 'proto': 'tcp', 'orig_bytes': 250, 'conn_state': 'SF',
  })
  const from = START + number * HOUR
  return Array.from({ length: 60 }, (_, minute) => [
    connection(from + minute * 60, '10.0.0.7', '203.0.113.66'),
    ...Array.from({ length: 5 }, (_each, other) => connection(from + minute * 60 + other * 7, `10.0.1.${other}`, `198.51.100.${(minute * 7 + other * 13 + number) % 200}`)),
  ]).flat()
}

describe.skipIf(IS_QUICK)('ordered stages over a store that grows', () => {
  let folder: string
  let opened: OpenStore
  let seen = 0
  const files: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-stages-'))
    mkdirSync(join(folder, 'rules'))
    writeFileSync(join(folder, 'rules/a.yml'), RULE)
    const hours = Array.from({ length: 8 }, (_, number) => hour(number))
    // A connection of the second hour is told an hour late, and a file of the first comes last.
    const late = hours[1]!.slice(0, 20)
    const parts = [hours[0]!.slice(100), hours[1]!.slice(20), [...hours[2]!, ...late], ...hours.slice(3), hours[0]!.slice(0, 100)]
    for (const [number, part] of parts.entries()) {
      files.push(join(folder, `${number}.json`))
      writeFileSync(files.at(-1)!, part.join('\n'))
    }
    opened = await openStore({ house: { ruleDirectories: [join(folder, 'rules')], traffic: { ownNetworks: [] } } })
  }, LIMIT_MS)
  afterAll(async () => {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Stages that count what they are shown. */
  const counted = (stage: OrderedStage): OrderedStage => ({
    ...stage,
    accept(event) {
      seen++
      return stage.accept(event)
    },
    copy: () => counted(stage.copy()),
    get forgotten() {
      return stage.forgotten
    },
  })

  test('state what they state of all at once; of what was seen before little is seen again, unless it comes late', { timeout: LIMIT_MS }, async () => {
    const { stages } = opened.reading
    const reading = { ...opened.reading, stages: { version: stages.version, make: () => stages.make().map(counted) } }
    const whole = await opened.organisation('whole')
    await ingestInto(whole, reading, files)
    const all = seen
    const parts = await opened.organisation('parts')
    const shown: number[] = []
    for (const file of files) {
      seen = 0
      await ingestInto(parts, reading, [file])
      shown.push(Math.round(100 * seen / all))
    }
    const expected = await settledState(whole)
    expect(expected.matches.count).toBeGreaterThan(300)
    expect(await settledState(parts)).toEqual(expected)
    // By the hour an eighth is new; two hours before it are kept at hand. The last file is older than all that is kept.
    expect(Math.max(...shown.slice(4, 8))).toBeLessThan(55)
    expect(shown[8]).toBe(100)
  })
})
