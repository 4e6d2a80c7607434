import { describe, expect, test } from 'vitest'
import { packetsOf } from './testing/packets-of.ts'
import { captureHeader, captureRecord, ipv4Packet } from './write-capture.ts'
import type { PacketFields } from './write-capture.ts'

const SYN: PacketFields = { source: 0x01020304, destination: 0x05060708, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 1_000, destinationPort: 23, sequence: 9, flags: 2, window: 1_024 } }
const PLAIN = Buffer.from(ipv4Packet(SYN))
const ETHERNET = Buffer.from('020000000001020000000002', 'hex')
const TCP6 = Buffer.from('03e80017000000090000000050020400abcd0000', 'hex')

/** One packet of a link type, as the row it becomes. */
async function row(link: number, ...parts: readonly (Buffer | string)[]) {
  const bytes = Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part.replaceAll(' ', ''), 'hex') : part)))
  return rowOf(link, bytes, bytes.length)
}

async function rowOf(link: number, bytes: Buffer, wire: number, options = {}) {
  const head = Buffer.from(captureHeader())
  head.writeUInt32LE(link, 20)
  const record = Buffer.alloc(16)
  record.writeUInt32LE(bytes.length, 8)
  record.writeUInt32LE(wire, 12)
  const { packets } = await packetsOf(Buffer.concat([head, record, bytes]), options)
  return packets[0]!
}

function ipv6(next: number, body: Buffer, length = body.length): Buffer {
  const header = Buffer.alloc(40)
  header[0] = 0x60
  header.writeUInt16BE(length, 4)
  header[6] = next
  header[7] = 64
  header[23] = 1
  header[39] = 2
  return Buffer.concat([header, body])
}

const outer = (protocol: number, body: Buffer) => {
  const header = Buffer.from('450000000000000040000000c0000201c0000202', 'hex')
  header.writeUInt16BE(20 + body.length, 2)
  header[9] = protocol
  return Buffer.concat([header, body])
}

const udp = (destinationPort: number, body: Buffer) => {
  const header = Buffer.from('1234000000000000', 'hex')
  header.writeUInt16BE(destinationPort, 2)
  header.writeUInt16BE(8 + body.length, 4)
  return Buffer.concat([header, body])
}

const SEEN = { source: 0x01020304, destination: 0x05060708, sourcePort: 1_000, destinationPort: 23, tcpFlags: 2, version: 4, malformed: 'none' }

describe('the way to IP', () => {
  test.each<[string, number, (Buffer | string)[]]>([
    ['Ethernet', 1, [ETHERNET, '0800', PLAIN]],
    ['VLAN', 1, [ETHERNET, '8100 0064 0800', PLAIN]],
    ['QinQ', 1, [ETHERNET, '88a8 0064 8100 0065 0800', PLAIN]],
    ['MPLS, two labels', 1, [ETHERNET, '8847 00010040 00020140', PLAIN]],
    ['MPLS, a bridged frame', 1, [ETHERNET, '8847 00020140 00000000', ETHERNET, '0800', PLAIN]],
    ['LLC with SNAP', 1, [ETHERNET, '0030 aaaa03 000000 0800', PLAIN]],
    ['PPPoE', 1, [ETHERNET, '8864 1100 0001 002a 0021', PLAIN]],
    ['Linux cooked', 113, ['0000 0001 0006 0200000000010000 0800', PLAIN]],
    ['Linux cooked 2', 276, ['0800 0000 00000001 0001 00 06 0200000000010000', PLAIN]],
    ['raw', 101, [PLAIN]],
    ['raw, IPv4', 228, [PLAIN]],
    ['BSD loopback, little-endian', 0, ['02000000', PLAIN]],
    ['BSD loopback, big-endian', 0, ['00000002', PLAIN]],
    ['OpenBSD loopback', 108, ['00000002', PLAIN]],
    ['PPP', 9, ['ff03 0021', PLAIN]],
    ['PPP, compressed', 9, ['21', PLAIN]],
    ['Cisco HDLC', 104, ['0f00 0800', PLAIN]],
    ['802.11 data with QoS', 105, ['8801 0000', ETHERNET, '020000000003 1000 0000 aaaa03 000000 0800', PLAIN]],
    ['radiotap', 127, ['0000 0800 00000000 0801 0000', ETHERNET, '020000000003 1000 aaaa03 000000 0800', PLAIN]],
    ['a packet padded by the network', 1, [ETHERNET, '0800', PLAIN, '000000000000']],
  ])('%s', async (_, link, parts) => {
    expect(await row(link, ...parts)).toMatchObject({ ...SEEN, tunnelled: false })
  })

  test('what is not IP, or encrypted, is no error', async () => {
    expect(await row(1, ETHERNET, '0806 0001')).toMatchObject({ version: 0, malformed: 'none' })
    expect(await row(105, '8841 0000', ETHERNET, '020000000003 1000 0000 0123456789abcdef')).toMatchObject({ version: 0, malformed: 'none' })
    expect(await row(999, PLAIN)).toMatchObject({ version: 0, malformed: 'none' })
  })
})

describe('tunnels', () => {
  const frame = Buffer.concat([ETHERNET, Buffer.from('0800', 'hex'), PLAIN])
  const tunnels: [string, Buffer][] = [
    ['IP in IP', outer(4, PLAIN)],
    ['GRE', outer(47, Buffer.concat([Buffer.from('00000800', 'hex'), PLAIN]))],
    ['GRE with checksum, key and sequence', outer(47, Buffer.concat([Buffer.from('b0000800' + '00'.repeat(12), 'hex'), PLAIN]))],
    ['GRE, bridged', outer(47, Buffer.concat([Buffer.from('00006558', 'hex'), frame]))],
    ['GRE of PPTP', outer(47, Buffer.concat([Buffer.from('3081880b 002c0000 00000001 00000001 ff030021'.replaceAll(' ', ''), 'hex'), PLAIN]))],
    ['ERSPAN I', outer(47, Buffer.concat([Buffer.from('000088be', 'hex'), frame]))],
    ['ERSPAN II', outer(47, Buffer.concat([Buffer.from('100088be000000011000000000000000', 'hex'), frame]))],
    ['ERSPAN III', outer(47, Buffer.concat([Buffer.from('100022eb00000001200000000000000000000000', 'hex'), frame]))],
    ['VXLAN', outer(17, udp(4_789, Buffer.concat([Buffer.from('0800000000000100', 'hex'), frame])))],
    ['VXLAN-GPE', outer(17, udp(4_790, Buffer.concat([Buffer.from('0c00000300000100', 'hex'), frame])))],
    ['IPv4 in IPv6', ipv6(4, PLAIN)],
    ['GRE in GRE', outer(47, Buffer.concat([Buffer.from('00000800', 'hex'), outer(47, Buffer.concat([Buffer.from('00000800', 'hex'), PLAIN]))]))],
  ]

  test.each(tunnels)('%s', async (_, bytes) => {
    expect(await rowOf(101, bytes, bytes.length)).toMatchObject({ ...SEEN, tunnelled: true })
  })

  test.each(tunnels)('%s stays closed when asked', async (_, bytes) => {
    const closed = await rowOf(101, bytes, bytes.length, { opensTunnel: () => false })
    expect(closed).toMatchObject({ tunnelled: false, malformed: 'none' })
    expect(closed.source).not.toBe(SEEN.source)
  })

  test('tunnels without end do end', async () => {
    let bytes: Buffer = PLAIN
    for (let depth = 0; depth < 100; depth++) bytes = outer(4, bytes)
    expect(await rowOf(101, bytes, bytes.length)).toMatchObject({ malformed: 'too-many-layers' })
  })
})

describe('IP', () => {
  test('IPv6 through its extension headers', async () => {
    const extended = ipv6(0, Buffer.concat([Buffer.from('3c000104000000002b000104000000000600000000000000', 'hex'), TCP6]))
    expect(await rowOf(229, extended, extended.length)).toMatchObject({ version: 6, source: 1, destination: 2, protocol: 6, destinationPort: 23, malformed: 'none' })
  })

  test('the first fragment has ports, a later one has none', async () => {
    const first = Buffer.from(PLAIN)
    first[6] = 0x20
    expect(await rowOf(101, first, first.length)).toMatchObject({ destinationPort: 23, later: false })
    const later = Buffer.from(PLAIN)
    later[7] = 5
    expect(await rowOf(101, later, later.length)).toMatchObject({ destinationPort: 0, protocol: 6, later: true, malformed: 'none' })
    const later6 = ipv6(44, Buffer.concat([Buffer.from('0600000900000001', 'hex'), TCP6]))
    expect(await rowOf(101, later6, later6.length)).toMatchObject({ destinationPort: 0, protocol: 6, later: true, malformed: 'none' })
  })

  test('options of IPv4 are passed over', async () => {
    const bytes = Buffer.concat([PLAIN.subarray(0, 20), Buffer.from('94040000', 'hex'), PLAIN.subarray(20)])
    bytes[0] = 0x46
    bytes.writeUInt16BE(bytes.length, 2)
    expect(await rowOf(101, bytes, bytes.length)).toMatchObject(SEEN)
  })

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['ipv4-header', bytes => bytes.subarray(0, 19)],
    ['ipv4-header', bytes => bytes.fill(0x44, 0, 1)],
    ['ipv4-length', bytes => bytes.fill(10, 3, 4)],
    ['ipv4-length', bytes => bytes.fill(41, 3, 4)],
    ['tcp-header', bytes => bytes.fill(30, 3, 4)],
    ['tcp-header', bytes => bytes.fill(0x40, 32, 33)],
    ['tcp-header', bytes => bytes.fill(0xf0, 32, 33)],
    ['udp-length', bytes => bytes.fill(17, 9, 10).fill(1, 24, 25)],
  ])('%s', async (kind, damage) => {
    const bytes = damage(Buffer.from(PLAIN))
    expect(await rowOf(101, bytes, bytes.length)).toMatchObject({ malformed: kind })
    expect(await rowOf(101, bytes, bytes.length + 1)).toMatchObject({ malformed: 'cut-by-capture' })
  })
})

test('what is written reads back, with right checksums', async () => {
  const capture = Buffer.concat([captureHeader(), captureRecord(1_600_000_000_123_456, SYN),
    captureRecord(1_600_000_000_123_457, { ...SYN, content: { kind: 'udp', sourcePort: 5, destinationPort: 53, payload: Buffer.from('abc') } }),
    captureRecord(1_600_000_000_123_458, { ...SYN, content: { kind: 'icmp', type: 3, code: 1, rest: 0, payload: PLAIN } })])
  expect((await packetsOf(capture)).packets).toMatchObject([
    { ...SEEN, time: 1_600_000_000_123_456 }, { sourcePort: 5, destinationPort: 53, payloadLength: 3 }, { icmpType: 3, payloadLength: 40 },
  ])
})
