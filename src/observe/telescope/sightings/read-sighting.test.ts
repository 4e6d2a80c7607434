import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { MINUTE_US, SECOND_US } from '../../../model/time.ts'
import { CaptureReader } from '../../packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../../packet/write-capture.ts'
import { Organisations } from '../organisations.ts'
import { parsePrefix } from '../parse-prefix.ts'
import { warningSchema } from '../telescope-schema.ts'
import { MemberWatch } from './member-watch.ts'
import { readSighting } from './read-sighting.ts'
import type { Sighting } from './sighting.ts'
import { readWatchOrder, watchOrderFor } from './watch-order.ts'

const START = 1_760_000_000_000_000
const NOW = START + 10 * MINUTE_US

const prefixes = (...texts: readonly string[]) => texts.map(text => parsePrefix(text)!)
const MEMBERS = new Organisations([
  { name: 'Town', id: 'town', contact: '', used: prefixes('192.0.2.0/24', '2001:db8:1::/48'), unused: prefixes('198.18.1.0/24') },
  { name: 'School', id: 'school', contact: '', used: prefixes('203.0.113.0/24'), unused: prefixes('198.18.2.0/24') },
  { name: 'Part of the town', id: 'part', contact: '', used: prefixes('192.0.2.128/25'), unused: [] },
])

/** What the town's sensor says when these addresses send Mirai's SYNs to an address of its space. */
async function said(sources: readonly number[], destination = 0xc6120107): Promise<readonly Sighting[]> {
  const watch = new MemberWatch(watchOrderFor('town', MEMBERS)!, false)
  async function* capture() {
    yield Buffer.concat([captureHeader(), ...sources.map((source, index) => captureRecord(START + index * SECOND_US, {
      source, destination, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 4_000, destinationPort: 23, sequence: destination, flags: 2, window: 1_024 },
    }))])
  }
  for await (const batch of new CaptureReader().read(capture(), { error() {} })) watch.accept(batch)
  return watch.take()?.sightings ?? []
}

const read = (record: unknown, organisation = 'town') => readSighting(record, { members: MEMBERS.list, organisation, now: NOW })

describe('what a sensor of a member is told', () => {
  test('is its own unused space and the used prefixes of all, without names', () => {
    const order = watchOrderFor('town', MEMBERS)!
    expect(JSON.stringify(order)).not.toMatch(/Town|School|school/)
    expect(order.members.length).toBe(3)
    const { space, organisations } = readWatchOrder(order)
    expect([space.find4(0xc61201ff), space.find4(0xc6120201), organisations.used.find4(0xcb007101), organisations.used.find4(0x08080808)]).toEqual([0, -1, 1, -1])
  })

  test('is nothing where it has no unused space, and another order when a member comes', () => {
    expect(watchOrderFor('part', MEMBERS)).toBeNull()
    expect(watchOrderFor('nobody', MEMBERS)).toBeNull()
    const more = new Organisations([...MEMBERS.list, { name: 'New', contact: '', used: prefixes('198.51.100.0/24'), unused: [] }])
    expect(watchOrderFor('town', more)!.version).not.toBe(watchOrderFor('town', MEMBERS)!.version)
  })
})

describe('a sighting', () => {
  test('tells of members only, and becomes a warning to whom the address belongs to', async () => {
    const sightings = await said([0xcb007105, 0x08080808, 0xcb007105, 0xc0000209, 0xc0000209])
    expect(sightings.map(({ address }) => address).sort()).toEqual(['192.0.2.9', '203.0.113.5'])
    const warnings = sightings.map(each => read(each)).map(each => ('warning' in each ? each.warning : each))
    for (const warning of warnings) warningSchema.parse(warning)
    expect(warnings).toMatchObject([
      { organisation: 'School', member: 'school', address: '203.0.113.5', kind: 'external', packets: 2, families: ['mirai'], nextStep: { ja: expect.stringContaining('Mirai') } },
      { organisation: 'Town', member: 'town', address: '192.0.2.9', kind: 'internal', packets: 2 },
    ])
  })

  test('belongs to the member with the longest prefix, and is the same warning whoever sees it', async () => {
    const [sighting] = await said([0xc0000281, 0xc0000281])
    expect(read(sighting)).toMatchObject({ warning: { member: 'part', kind: 'external' } })
    const elsewhere = { ...sighting!, evidence: sighting!.evidence.map(each => ({ ...each, destination: '198.18.2.9' })) }
    const [one, other] = [read(sighting), read(elsewhere, 'school')]
    expect('warning' in one && 'warning' in other && one.warning.id === other.warning.id).toBe(true)
  })

  test('is refused of whom it does not concern, of space that is not the sensor\'s, and from the future', async () => {
    const [sighting] = await said([0xcb007105, 0xcb007105])
    expect(read(sighting)).toHaveProperty('warning')
    const refused = (change: Partial<Sighting>, organisation?: string) => expect(read({ ...sighting, ...change }, organisation)).toHaveProperty('refused')
    refused({ address: '8.8.8.8' })
    refused({}, 'school')
    refused({ evidence: [] })
    refused({ evidence: sighting!.evidence.map(each => ({ ...each, destination: '198.18.2.9' })) })
    refused({ evidence: sighting!.evidence.map(each => ({ ...each, source: '203.0.113.6' })) })
    refused({ lastSeen: '2030-01-01T00:00:00.000000Z', closesAt: '2030-01-02T00:00:00.000000Z' })
    refused({ firstSeen: '2030-01-01T00:00:00.000000Z' })
    refused({ fingerprints: ['<script>'] })
  })

  test('that is anything at all never escapes', () => {
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.record({ telescope_event: fc.constant('sighting'), address: fc.string(), evidence: fc.array(fc.anything()) })), record => {
      expect(read(record)).toHaveProperty('refused')
    }), { numRuns: byDepth(100, 500, 10_000) })
  })
})
