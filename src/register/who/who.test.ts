import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { openStore } from '../../../test/open-store.ts'
import type { OpenStore } from '../../../test/open-store.ts'
import { Mappings } from '../../model/mappings.ts'
import { placeholdersOf } from '../../model/render-fact.ts'
import { HoldingEncoder, holdingInsert } from '../../store/register/encode-holdings.ts'
import type { StoredHolding } from '../../store/register/find-holdings.ts'
import { importFiles } from '../import/import-files.ts'
import { at, holding } from '../testing/made-holding.ts'
import { parseAsked } from './parse-asked.ts'
import { WHO_FACTS } from './who-facts.ts'
import { whoSchema, whoView } from './who-view.ts'
import { who } from './who.ts'

const MAC = '00:11:22:00:00:0a'
const translated = (outer: string, ports: readonly [number, number] | null, inner: string, port: number | null): StoredHolding => (
  holding({ kind: 'translation', from: at('10:00'), until: at('12:00'), address: inner, port, translation: { address: outer, ports } }))

/** A customer's router behind CGN, with machines behind it; a session by 802.1X; and what contradicts each other. */
const HOLDINGS: readonly StoredHolding[] = [
  translated('198.51.100.1', [40_000, 40_511], '100.64.0.9', null),
  translated('198.51.100.3', [2_000, 2_000], '100.64.0.10', 3_000),
  translated('100.64.0.10', [3_000, 3_000], '10.0.0.7', 4_000),
  translated('203.0.113.1', null, '203.0.113.2', null),
  translated('203.0.113.2', null, '203.0.113.1', null),
  holding({ address: '10.0.0.7', mac: MAC, host: 'note-7', from: at('09:00'), until: at('17:00') }),
  holding({ kind: 'session', address: '', mac: MAC, user: 'eve', place: 'sw-3 12', session: 'S1', from: at('09:01') }),
  holding({ kind: 'session', act: 'end', address: '', mac: MAC, user: 'eve', place: 'sw-3 12', session: 'S1', from: at('09:01'), until: at('16:00'), time: at('16:00') }),
  holding({ address: '10.0.0.20', mac: MAC, from: at('09:00'), until: at('17:00') }),
  holding({ kind: 'neighbour', act: 'seen', address: '10.0.0.20', mac: '00:11:22:00:00:0b', from: at('10:50') }),
  holding({ kind: 'neighbour', act: 'seen', address: '10.0.0.20', mac: '00:11:22:00:00:0b', from: at('11:10') }),
  holding({ address: '10.0.0.40', mac: MAC, from: at('09:00'), until: at('17:00') }),
  holding({ kind: 'neighbour', act: 'seen', address: '10.0.0.40', mac: '00:11:22:00:00:0b', from: at('16:20') }),
  holding({ kind: 'neighbour', act: 'seen', address: '10.0.0.40', mac: '00:11:22:00:00:0b', from: at('16:40') }),
  holding({ address: '10.0.0.30', mac: 'da:a1:19:00:00:01', from: at('09:00'), until: at('17:00') }),
]

// Starts both engines.
describe.skipIf(IS_QUICK)('whose an address was', () => {
  let opened: OpenStore
  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [] } })
    const { store, data } = opened
    const encoder = new HoldingEncoder({ organisation: 'default', load: 0, evidence: '', sensor: '' }, new Mappings([]))
    for (const [index, each] of HOLDINGS.entries()) encoder.addHolding(each, each.dataset, each.time, Buffer.from(index.toString(16).padStart(32, '0'), 'hex'))
    const path = join(data.path, 'rows')
    writeFileSync(path, encoder.take()!)
    await store.clickhouse.insertFile(holdingInsert(path))
    rmSync(path)
    const files = {
      'devices.csv': 'id,macs,organisation,contacts,since,until\npc-old,00:11:22:00:00:0a,lab,ann,,2026-01-01\npc-7,00:11:22:00:00:0a,lab,,2026-01-01,\nprinter,,,,,\n',
      'organisations.csv': 'id,name,contacts\nlab,The Laboratory,desk\n', 'contacts.csv': 'id,name,accounts\ndesk,Help desk,\neve,Eve,eve\n',
    }
    await importFiles(store.ledger, Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })), { person: 'test', dryRun: false })
  }, 120_000)
  afterAll(() => opened.close(), 120_000)

  const asked = async (address: string, time = '11:00') => {
    const { client } = opened.store.clickhouse
    const answer = await who({ client, scope: { organisation: 'default', position: 1, hiddenLoads: [] }, ledger: opened.store.ledger }, { ...parseAsked(address)!, at: at(time) })
    expect(whoSchema.safeParse(whoView(answer)).error?.message).toBeUndefined()
    for (const { says, why, against } of answer.hops) {
      for (const { fact, terms, numbers } of [says, why, ...against, ...answer.notes]) {
        for (const language of ['en', 'ja'] as const) expect(placeholdersOf(WHO_FACTS[fact]![language]).filter(name => !Object.hasOwn({ ...terms, ...numbers }, name)), fact).toEqual([])
      }
    }
    return { ...answer, steps: answer.hops.map(({ step, confidence, says: { terms } }) => [step, terms['inner'] ?? terms['holder'] ?? terms['device'] ?? terms['owner'] ?? terms['organisation'], confidence].join(' ')) }
  }

  test('through two translations to lease, session, device and owner', async () => {
    const { steps, address, place, user, device, owner, confidence } = await asked('198.51.100.3:2000')
    expect(steps).toEqual([
      'translation 100.64.0.10:3000 high', 'translation 10.0.0.7:4000 high', `lease ${MAC} (note-7) high`, `session eve, ${MAC} high`, 'device pc-7 high', 'organisation The Laboratory high', 'owner Eve high',
    ])
    expect({ address, place, user, device: device?.key, owner: owner?.key, confidence }).toEqual({ address: '10.0.0.7', place: 'sw-3 12', user: 'eve', device: 'pc-7', owner: 'eve', confidence: 'high' })
  })

  test('a block of ports is of one customer; without the port, the port is asked for', async () => {
    expect((await asked('198.51.100.1:40300')).address).toBe('100.64.0.9')
    expect((await asked('198.51.100.1:40512')).address).toBe('198.51.100.1')
    expect((await asked('198.51.100.1')).notes.map(({ fact }) => fact)).toEqual(['who.needs-port', 'who.nothing-registered'])
  })

  test('translations in a circle end', async () => {
    expect((await asked('203.0.113.1')).steps).toEqual(['translation 203.0.113.2 high'])
  })

  test('logs that contradict each other are both told, and believed less', async () => {
    const { steps, hops, mac, confidence } = await asked('10.0.0.20')
    expect(mac).toBe(MAC)
    // What follows from the lease is believed no more than the lease: the device, its owner, and who was at the machine.
    expect(steps).toEqual([`lease ${MAC} medium`, 'neighbour 00:11:22:00:00:0b high', `session eve, ${MAC} high`, 'device pc-7 medium', 'organisation The Laboratory medium', 'owner Eve medium'])
    expect(confidence).toBe('medium')
    expect(hops[0]!.against.map(({ fact, terms }) => [fact, terms['other']])).toEqual([['who.contradicted', '00:11:22:00:00:0b']])
  })

  test('a machine address that was made up is told as such', async () => {
    expect((await asked('10.0.0.30')).hops[0]!.against.map(({ fact }) => fact)).toEqual(['who.made-up-mac'])
  })

  test('who was signed in to the machine counts only while they were', async () => {
    expect((await asked('10.0.0.7', '16:30')).user).toBeNull()
    const { owner, steps } = await asked('10.0.0.7', '16:30')
    // Nobody answers for the device: its organisation's desk does.
    expect([owner?.key, steps.at(-1)]).toEqual(['desk', 'owner Help desk high'])
  })

  test('the desk of an organisation is told no surer than the device that is of it', async () => {
    const { steps, confidence } = await asked('10.0.0.40', '16:30')
    expect([steps[0], steps.at(-1), confidence]).toEqual([`lease ${MAC} medium`, 'owner Help desk medium', 'medium'])
  })

  test('each sentence is there in both languages, of the same data', () => {
    for (const { en, ja } of Object.values(WHO_FACTS)) expect(placeholdersOf(ja).sort()).toEqual(placeholdersOf(en).sort())
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7', null], ['192.0.2.7:80', '192.0.2.7', 80], ['[2001:DB8::1]:443', '2001:db8::1', 443], ['2001:db8::1', '2001:db8::1', null], ['::ffff:192.0.2.7', '192.0.2.7', null],
])('%s is asked as %s, port %s', (text, address, port) => {
  expect(parseAsked(text)).toEqual({ address, port })
})

test.each(['host', '192.0.2.7:0', '192.0.2.7:65536', '192.0.2.300', '', '[192.0.2.7', '2001:db8::1:80x'])('%j is no address', text => {
  expect(parseAsked(text)).toBeNull()
})
