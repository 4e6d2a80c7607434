import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testFiles } from '../../../test/test-data.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../packet/write-capture.ts'
import type { PacketFields } from '../packet/write-capture.ts'
import { Organisations } from './organisations.ts'
import { parsePrefix } from './parse-prefix.ts'
import { PrefixTable } from './prefix-table.ts'
import { Telescope } from './telescope.ts'
import { viewTelescope } from './telescope-report.ts'
import { telescopeSchema } from './telescope-schema.ts'

const reader = new CaptureReader()
const prefixes = (...texts: readonly string[]) => texts.map(text => parsePrefix(text)!)

/** The whole report on a capture. */
async function reportOn(capture: Uint8Array, options: ConstructorParameters<typeof Telescope>[0] = {}) {
  const telescope = new Telescope(options)
  for await (const batch of reader.read(oneBlock(capture), { error() {} })) telescope.accept(batch)
  const { summary, sources } = viewTelescope(telescope)
  return { ...summary, sources: [...sources()] }
}

const SYN: PacketFields = { source: 0xcb007105, destination: 0xc6120001, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 1_000, destinationPort: 23, sequence: 9, flags: 2, window: 1_024 } }
const START = 1_700_000_000_000_000
const captureOf = (...packets: readonly PacketFields[]) => Buffer.concat([captureHeader(), ...packets.map((packet, index) => captureRecord(START + index * 1_000_000, packet))])
const udp = (sourcePort: number, destinationPort: number, payload: Buffer | string): PacketFields =>
  ({ ...SYN, content: { kind: 'udp', sourcePort, destinationPort, payload: Buffer.from(payload) } })

describe('the kind of a packet', () => {
  test.each<[string, PacketFields]>([
    ['tcp-syn', SYN],
    ['tcp-other', { ...SYN, content: { ...SYN.content, flags: 0 } as PacketFields['content'] }],
    ['tcp-other', { ...SYN, content: { ...SYN.content, flags: 0x29 } as PacketFields['content'] }],
    ['backscatter-syn-ack', { ...SYN, content: { ...SYN.content, flags: 0x12 } as PacketFields['content'] }],
    ['backscatter-rst', { ...SYN, content: { ...SYN.content, flags: 0x14 } as PacketFields['content'] }],
    ['udp-dns', udp(4_000, 53, Buffer.from('000101000001000000000000', 'hex'))],
    ['backscatter-dns', udp(53, 4_000, Buffer.from('000181800001000000000000', 'hex'))],
    ['udp-ntp-monlist', udp(4_000, 123, Buffer.from('1700032a00000000', 'hex'))],
    ['udp-ntp', udp(4_000, 123, Buffer.from('2300000000000000', 'hex'))],
    ['backscatter-ntp', udp(123, 4_000, Buffer.from('2400000000000000', 'hex'))],
    ['udp-ssdp', udp(4_000, 1_900, 'M-SEARCH * HTTP/1.1\r\n')],
    ['backscatter-ssdp', udp(1_900, 4_000, 'HTTP/1.1 200 OK\r\n')],
    ['udp-cldap', udp(4_000, 389, Buffer.from('30250201016320', 'hex'))],
    ['backscatter-cldap', udp(389, 4_000, Buffer.from('30840000001b02010164', 'hex'))],
    ['udp-memcached', udp(4_000, 11_211, 'stats')],
    ['udp-snmp', udp(4_000, 161, 'x')],
    ['udp-other', udp(4_000, 54_321, 'x')],
    ['icmp-echo', { ...SYN, content: { kind: 'icmp', type: 8, code: 0, rest: 0, payload: Buffer.alloc(8) } }],
    ['backscatter-icmp', { ...SYN, content: { kind: 'icmp', type: 11, code: 0, rest: 0, payload: Buffer.alloc(28) } }],
    ['icmp-other', { ...SYN, content: { kind: 'icmp', type: 13, code: 0, rest: 0, payload: Buffer.alloc(8) } }],
  ])('%s', async (kind, packet) => {
    expect((await reportOn(captureOf(packet))).sources[0]!.kinds).toEqual([kind])
  })
})

test.each<[string, PacketFields[], string[]]>([
  ['one packet of a mark that chance hits is not believed', [{ ...SYN, id: 54_321 }], []],
  ['two are', [{ ...SYN, id: 54_321 }, { ...SYN, id: 54_321, destination: 0xc6120002 }], ['zmap']],
  ['a payload that names its tool is', [udp(5_060, 5_060, 'OPTIONS sip:1@2 SIP/2.0\r\nUser-Agent: friendly-scanner\r\n')], ['sipvicious']],
  ['the back door of Netcore routers', [udp(4_000, 53_413, Buffer.from('4141000041414141', 'hex'))], ['netcore']],
  ['one packet of 32 bits is', [{ ...SYN, content: { ...SYN.content, sequence: SYN.destination } as PacketFields['content'] }], ['mirai']],
])('marks: %s', async (_, packets, fingerprints) => {
  expect((await reportOn(captureOf(...packets))).sources[0]!.fingerprints).toEqual(fingerprints)
})

describe('members', () => {
  const organisations = new Organisations([
    { name: 'A', contact: '', used: prefixes('203.0.113.0/24'), unused: prefixes('198.18.0.0/24') },
    { name: 'B', contact: '', used: prefixes('192.0.2.0/24'), unused: prefixes('198.18.1.0/24') },
  ])

  test.each<[string, number[], string[]]>([
    ['its own unused space', [0xc6120001], ['internal']],
    ['somebody else\'s', [0xc6120101], ['external']],
    ['both, once', [0xc6120101, 0xc6120001, 0xc6120102], ['internal']],
    ['used space, which is ordinary traffic', [0xc0000201], []],
  ])('a host that comes to %s', async (_, destinations, kinds) => {
    const { warnings } = await reportOn(captureOf(...destinations.map(destination => ({ ...SYN, destination }))), { organisations })
    expect(warnings.map(({ kind }) => kind)).toEqual(kinds)
    expect(warnings.every(({ organisation, address, packets }) => organisation === 'A' && address === '203.0.113.5' && packets === destinations.length)).toBe(true)
  })

  test('an address that is forged by several machines is told with its likelihood', async () => {
    const { warnings } = await reportOn(captureOf(...[30, 50, 70].map(ttl => ({ ...SYN, ttl }))), { organisations })
    expect(warnings).toMatchObject([{ spoofLikelihood: 0.9, spoofReason: { fact: 'telescope.spoof-ttl', numbers: { least: 30, most: 70 } } }])
  })
})

test('only the watched space counts; a tunnel from elsewhere is opened', async () => {
  const space = new PrefixTable(prefixes('198.18.0.0/15').map(network => ({ network, value: 0 })))
  const { packets, notWatched, sources } = await reportOn(captureOf(SYN, { ...SYN, destination: 0x08080808 }), { space })
  expect([packets, notWatched, sources.map(each => each.packets)]).toEqual([2, 1, [1]])
})

describeWithData('given captures', ['pcap'], () => {
  const captures = () => ['.pcap', '.pcapng', '.cap'].flatMap(ending => testFiles('pcap', ending)).map(file => readFileSync(file))

  test('all of them give a report in the form of the schema', async () => {
    const organisations = new Organisations([{ name: 'A', contact: '', used: prefixes('10.0.0.0/8', '192.168.0.0/16', 'fe80::/10'), unused: prefixes('0.0.0.0/0') }])
    const wrong = []
    for (const capture of captures().filter((_, index) => index % byDepth(16, 4, 1) === 0)) {
      const report = await reportOn(capture, { organisations })
      if (!telescopeSchema.safeParse(report).success) wrong.push(report)
    }
    expect(wrong).toEqual([])
  }, 120_000)

  test('damaged ones too', async () => {
    const seeds = captures().filter(({ length }, index) => index % 8 === 0 && length < 5_000)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }), async (seed, flips) => {
      const bytes = Buffer.from(seed)
      for (const [at, value] of flips) bytes[24 + at % (bytes.length - 24)]! ^= value
      const report = await reportOn(bytes)
      expect(report.sources.reduce((sum, { packets }) => sum + packets, 0)).toBeLessThanOrEqual(report.packets)
    }), { numRuns: byDepth(30, 200, 5_000) })
  }, 120_000)
})

async function* oneBlock(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
