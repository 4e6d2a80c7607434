import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { addressText } from './address-text.ts'
import { holdingsOf } from './holdings-of.ts'
import { isMadeUpMac, normaliseMac } from './mac-address.ts'
import { Mappings } from './mappings.ts'
import { sourceMappingSchema } from './source-mapping.ts'
import type { SourceMappingInput } from './source-mapping.ts'
import { parseIsoTime } from './time.ts'
import type { Fields } from './value.ts'

const at = (text: string) => parseIsoTime(text)!.microseconds
const NOON = at('2026-11-22T12:00:00Z')

type HoldingInput = NonNullable<SourceMappingInput['datasets'][string]['holdings']>[number]

function said(holding: HoldingInput, fields: Fields, time: number | null = NOON) {
  const mapping = sourceMappingSchema.parse({ source: 's', title: 'S', datasets: { 's.d': { holdings: [holding] } } })
  return holdingsOf(new Mappings([mapping]).dataset('s.d'), fields, time)
}

const LEASE: HoldingInput = { kind: 'lease', when: { type: 'DHCPACK' }, address: 'ip', mac: ['mac', 'client'], host: 'name', duration: 'seconds' }
const NOTHING = { user: '', host: '', place: '', session: '', port: null, translation: null }

describe('what an event says of who had an address', () => {
  test('a lease holds from its event for its seconds', () => {
    expect(said(LEASE, { type: 'DHCPACK', ip: '192.0.2.7', mac: '00-11-22-AA-BB-CC', name: 'Note-7', seconds: 600 })).toEqual([{
      ...NOTHING, kind: 'lease', act: 'begin', address: '192.0.2.7', mac: '00:11:22:aa:bb:cc', host: 'note-7', from: NOON, until: NOON + 600e6,
    }])
  })

  test('the next field is tried where the first names nobody, and what is missing is left out', () => {
    expect(said(LEASE, { type: 'DHCPACK', ip: '192.0.2.7', mac: '00:00:00:00:00:00', client: '01:00:11:22:aa:bb:cc', name: '-' })).toEqual([{
      ...NOTHING, kind: 'lease', act: 'begin', address: '192.0.2.7', mac: '00:11:22:aa:bb:cc', from: NOON, until: null,
    }])
  })

  test('nothing is said by other events, by events without time, and by those that name no address', () => {
    expect(said(LEASE, { type: 'DHCPOFFER', ip: '192.0.2.7' })).toEqual([])
    expect(said(LEASE, { type: 'DHCPACK', ip: '192.0.2.7' }, null)).toEqual([])
    expect(said(LEASE, { type: 'DHCPACK', ip: '192.0.2.700' })).toEqual([])
  })

  test('an end that says how long it had held tells of the whole span', () => {
    const stop: HoldingInput = { kind: 'session', act: 'end', address: 'framed', mac: 'station', user: 'user', place: ['nas', 'port'], session: 'id', duration: 'time' }
    expect(said(stop, { framed: '2001:DB8::0:7', station: '0011.22aa.bbcc', user: 'EXAMPLE\\Eve', nas: 'sw-3', port: 12, id: 'A1', time: '3600' })).toEqual([{
      ...NOTHING, kind: 'session', act: 'end', address: '2001:db8::7', mac: '00:11:22:aa:bb:cc', user: 'example\\eve', place: 'sw-3 12', session: 'A1',
      from: NOON - 3_600e6, until: NOON,
    }])
  })

  test('a translation is of one port, of a block, or of all', () => {
    const nat: HoldingInput = { kind: 'translation', address: 'in', port: 'inPort', translatedAddress: 'out', translatedPort: 'outPort', translatedPortEnd: 'last' }
    const translation = (fields: Fields) => said(nat, { in: '100.64.0.9', out: '198.51.100.1', ...fields })[0]?.translation
    expect(translation({ outPort: 40_001 })).toEqual({ address: '198.51.100.1', ports: [40_001, 40_001] })
    expect(translation({ outPort: 40_000, last: 40_511 })).toEqual({ address: '198.51.100.1', ports: [40_000, 40_511] })
    expect(translation({})).toEqual({ address: '198.51.100.1', ports: null })
    expect(translation({ out: 'none' })).toBeUndefined()
    expect(translation({ out: '100.64.0.9', outPort: 40_001 })).toBeUndefined()
  })

  test('a name of a machine is no person', () => {
    const logon: HoldingInput = { kind: 'logon', act: 'seen', address: 'IpAddress', user: 'TargetUserName' }
    expect(said(logon, { IpAddress: '::ffff:192.0.2.9', TargetUserName: 'WS-04$' })).toEqual([{
      ...NOTHING, kind: 'logon', act: 'seen', address: '192.0.2.9', mac: '', host: 'ws-04', from: NOON, until: null,
    }])
    expect(said(logon, { IpAddress: '::1', TargetUserName: 'eve' })).toEqual([])
  })

  test('times that the event names count, unless they contradict each other', () => {
    const span: HoldingInput = { kind: 'lease', address: 'ip', from: { field: 'a' }, until: { field: 'b', format: 'epoch-s' } }
    const ip = '192.0.2.7'
    expect(said(span, { ip, a: '2026-11-22 11:00:00', b: NOON / 1e6 })[0]).toMatchObject({ from: NOON - 3_600e6, until: NOON })
    expect(said(span, { ip, a: '2026-11-22 13:00:00', b: NOON / 1e6 })[0]).toMatchObject({ from: NOON + 3_600e6, until: null })
  })

  test('whatever the fields are, what is said is well formed', () => {
    const all: HoldingInput = { kind: 'session', address: 'a', mac: 'b', user: 'c', place: ['d', 'e'], duration: 'f', from: { field: 'g' }, until: { field: 'h', format: 'epoch-ms' } }
    const value = fc.oneof(fc.jsonValue(), fc.ipV4(), fc.ipV6(), fc.integer(), fc.string())
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), value), fields => {
      for (const { address, mac, from, until } of said(all, fields as Fields)) {
        expect(address === '' || addressText(address) === address).toBe(true)
        expect(mac === '' || normaliseMac(mac) === mac).toBe(true)
        expect(until === null || until >= from).toBe(true)
      }
    }), { numRuns: byDepth(300, 3_000, 100_000) })
  })
})

describe('addresses', () => {
  test.each([
    ['001122aabbcc', '00:11:22:aa:bb:cc'], ['0:1:2:a:b:c', '00:01:02:0a:0b:0c'], ['ff-ff-ff-ff-ff-ff', null], ['00:11:22', null], ['', null],
    ['01001122aabbcc', '00:11:22:aa:bb:cc'], ['xx:11:22:aa:bb:cc', null],
  ])('%s of a machine is %s', (text, expected) => {
    expect(normaliseMac(text)).toBe(expected)
  })

  test('a made up one is known by its second bit', () => {
    expect([isMadeUpMac('da:a1:19:00:00:01'), isMadeUpMac('00:11:22:aa:bb:cc')]).toEqual([true, false])
  })

  test.each([
    ['192.0.2.1', '192.0.2.1'], ['192.0.2.01', null], ['2001:DB8:0:0::1', '2001:db8::1'], ['fe80::1%eth0', 'fe80::1'], ['0.0.0.0', null],
    ['12:34:56', null], ['dead:beef', null], ['1:2:3:4:5:6:7:8:9', null], [':::', null], ['1::2::3', null], ['host', null],
  ])('%s on the network is %s', (text, expected) => {
    expect(addressText(text)).toBe(expected)
  })

  test('every IPv6 address is taken in every notation', () => {
    fc.assert(fc.property(fc.ipV6(), text => {
      const address = addressText(text)
      expect(address === null || addressText(address) === address).toBe(true)
      expect(address === null && !/^[0:.]*1?$/.test(text)).toBe(false)
    }), { numRuns: byDepth(300, 3_000, 100_000) })
  })
})
