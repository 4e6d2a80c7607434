import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import type { Holding } from '../../model/holding.ts'
import { HOLDING_KINDS } from '../../model/holding.ts'
import { Mappings } from '../../model/mappings.ts'
import { DAY_US } from '../../model/time.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../events/event-migrations.ts'
import { HOLDINGS_REACH_US } from './defaults.ts'
import { HoldingEncoder, holdingInsert } from './encode-holdings.ts'
import { findHoldings, hasPortTranslations } from './find-holdings.ts'

const NOON = Date.UTC(2026, 10, 22, 12) * 1_000
const OUTER = '198.51.100.1'
const INNER = ['10.0.0.1', '10.0.0.2', '2001:db8::7'] as const
const MAC = '00:11:22:33:44:55'

const moment = fc.integer({ min: -40 * 24, max: 40 * 24 }).map(hours => NOON + hours * 3_600e6)
const port = fc.integer({ min: 1, max: 65_535 })
const ports = fc.oneof(
  fc.constant(null), port.map((each): readonly [number, number] => [each, each]),
  fc.tuple(port, fc.integer({ min: 1, max: 4_096 })).map(([first, size]): readonly [number, number] => [first, Math.min(65_535, first + size)]),
)
const arbitrary: fc.Arbitrary<Holding> = fc.record({
  kind: fc.constantFrom(...HOLDING_KINDS), act: fc.constantFrom('begin', 'end', 'seen'), address: fc.constantFrom(...INNER), mac: fc.constantFrom('', MAC), user: fc.string(), host: fc.constant('煙 "x"'),
  place: fc.constant(''), session: fc.constant(''), from: moment, until: fc.option(moment), port: fc.option(port), ports,
}).map(({ ports: of, ...rest }) => ({ ...rest, translation: rest.kind === 'translation' ? { address: OUTER, ports: of } : null }))

// Starts engines.
describe.skipIf(IS_QUICK)('holdings', () => {
  describeWithClickHouse('of an address', (opened, folder) => {
    test('a look-up finds of what is stored what a look at all of it finds', async () => {
      const { client } = opened()
      await migrateClickHouse(client, EVENT_MIGRATIONS)
      let run = 0
      await fc.assert(fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 120 }), moment, fc.option(port), async (holdings, at, asked) => {
        const organisation = `o${run++}`
        await insert(organisation, 5, holdings)
        // Of a load that does not count, and of others.
        await insert(organisation, 6, holdings)
        await insert(`${organisation}x`, 5, holdings)
        const reader = { client, scope: { organisation, position: 9, hiddenLoads: [6] } }
        for (const key of [`ip:${OUTER}`, ...INNER.map(each => `ip:${each}`), `mac:${MAC}`]) {
          const found = await findHoldings(reader, { key, at, port: asked, kinds: HOLDING_KINDS })
          const expected = holdings.filter(holding => keysOf(holding).includes(key) && reaches(holding, at, asked))
          expect(found.map(shown).sort()).toEqual(expected.map(shown).sort())
          expect(found.map(({ from }) => from)).toEqual(found.map(({ from }) => from).toSorted((a, b) => a - b))
        }
        expect(await hasPortTranslations(reader, `ip:${OUTER}`)).toBe(holdings.some(({ translation }) => translation !== null && translation.ports !== null))
      }), { numRuns: byDepth(0, 4, 300) })

      const many = Array.from({ length: 5_000 }, (_, index): Holding => ({
        kind: 'neighbour', act: 'seen', address: INNER[0], mac: MAC, user: '', host: '', place: '', session: '', from: NOON - index * 10e6, until: null, port: null, translation: null,
      }))
      await insert('busy', 5, [...many, { ...many[0]!, kind: 'lease', act: 'begin', from: NOON - DAY_US }])
      const found = await findHoldings({ client, scope: { organisation: 'busy', position: 9, hiddenLoads: [] } }, { key: `ip:${INNER[0]}`, at: NOON + 1, port: null, kinds: HOLDING_KINDS })
      expect([found.length, found[0]?.kind, found[1]?.from, found.at(-1)?.from]).toEqual([49, 'lease', NOON - 47 * 10e6, NOON])
    }, 120_000)

    async function insert(organisation: string, load: number, holdings: readonly Holding[]): Promise<void> {
      const encoder = new HoldingEncoder({ organisation, load, evidence: '', sensor: '' }, new Mappings([]))
      for (const [index, holding] of holdings.entries()) encoder.addHolding(holding, 'test.d', holding.from, Buffer.from(index.toString(16).padStart(32, '0'), 'hex'))
      const path = join(folder(), 'rows')
      writeFileSync(path, encoder.take() ?? new Uint8Array())
      await opened().insertFile(holdingInsert(path))
      rmSync(path)
    }
  })
})

function keysOf({ kind, address, mac, translation }: Holding): string[] {
  return [`ip:${translation?.address ?? address}`, ...(mac !== '' && kind !== 'translation' ? [`mac:${mac}`] : [])]
}

/** As the question is meant: near enough for its kind, and of the port. */
function reaches({ kind, from, translation }: Holding, at: number, asked: number | null): boolean {
  const range = translation?.ports ?? null
  if (range !== null && (asked === null || asked < range[0] || asked > range[1])) return false
  const reach = kind === 'neighbour' || kind === 'logon' ? HOLDINGS_REACH_US.seen : range !== null && range[0] === range[1] ? HOLDINGS_REACH_US.port : HOLDINGS_REACH_US.held
  return Math.abs(from - at) <= reach
}

function shown({ kind, act, address, mac, user, from, until, port: inner, translation }: Holding): string {
  return JSON.stringify([kind, act, address, mac, user, from, until, inner, translation])
}
