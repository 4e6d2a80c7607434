import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testFiles } from '../../../test/test-data.ts'
import { CaptureReader } from './capture-reader.ts'
import { decodePackets } from './decode-packets.ts'
import { LINK } from './link-types.ts'
import { PacketBatch } from './packet-batch.ts'
import { readCaptures } from './read-captures.ts'
import { packetsOf } from './testing/packets-of.ts'
import { captureHeader, captureRecord, ipv4Packet } from './write-capture.ts'

/** Seconds of processor in which a capture of less than a megabyte must be read; it takes some thousandths. */
const LIMIT_SECONDS = 2
const MOST_BYTES = 1_000_000

interface Damage {
  readonly flips: readonly (readonly [number, number])[]
  /** Where the file ends, from 0 to 1; null: where it did. */
  readonly cut: number | null
}

const damage = fc.record({
  flips: fc.array(fc.tuple(fc.nat(), fc.nat(7)), { maxLength: 16 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

function damaged(bytes: Uint8Array, { flips, cut }: Damage): Buffer {
  const copy = Buffer.from(bytes.subarray(0, cut === null ? bytes.length : Math.floor(cut * bytes.length)))
  for (const [at, bit] of flips) if (copy.length > 0) copy[at % copy.length]! ^= 1 << bit
  return copy
}

/** Decodes, and holds every offset to the packet that it is in. @returns the packets */
function expectWithin(batch: PacketBatch): number {
  decodePackets(batch)
  const { start, capturedLength, transport, payload, payloadLength, count } = batch
  for (let row = 0; row < count; row++) {
    const [from, to] = [start[row]!, start[row]! + capturedLength[row]!]
    const isWithin = to <= batch.bytes.length && (transport[row] === 0 || (transport[row]! >= from && transport[row]! <= to))
      && (payload[row] === 0 ? payloadLength[row] === 0 : payload[row]! >= from && payload[row]! + payloadLength[row]! <= to)
    if (!isWithin) throw new Error(`row ${row} lies outside of its packet: ${from} to ${to}, transport ${transport[row]}, payload ${payload[row]} + ${payloadLength[row]}`)
  }
  return count
}

async function countOf(batches: AsyncIterable<PacketBatch>): Promise<number> {
  let packets = 0
  for await (const batch of batches) packets += expectWithin(batch)
  return packets
}

async function inTime<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(LIMIT_SECONDS)
  return value
}

const folder = mkdtempSync(join(tmpdir(), 'noroshi-damaged-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeWithData('every capture given', ['pcap'], () => {
  const captures = () => ['.pcap', '.pcapng', '.cap'].flatMap(ending => testFiles('pcap', ending)).map(file => readFileSync(file)).filter(({ length }) => length < MOST_BYTES)
  const reader = new CaptureReader()

  test('whole or damaged, is read alike in one piece and in blocks that end anywhere', async () => {
    const seeds = captures().filter(({ length }) => length < 30_000)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...seeds), damage, fc.integer({ min: 1, max: 5_000 }), async (seed, how, blockBytes) => {
      const bytes = damaged(seed, how)
      expect(await packetsOf(bytes, { blockBytes })).toEqual(await packetsOf(bytes))
    }), { numRuns: byDepth(50, 1_000, 20_000) })
  }, 120_000)

  test('damaged, each of them, is read to an end: in time, with at most a hundred errors, and no offset outside of its packet', async () => {
    const seeds = captures()
    const hows = fc.sample(damage, { numRuns: seeds.length * byDepth(1, 4, 40), seed: 7 })
    for (const [index, how] of hows.entries()) {
      const bytes = damaged(seeds[index % seeds.length]!, how)
      let errors = 0
      const packets = await inTime(() => countOf(reader.read(oneBlock(bytes), { error: () => { errors++ } })))
      expect([packets <= bytes.length / 12, errors <= 100]).toEqual([true, true])
    }
  }, 120_000)

  test('packed as gzip or zstd and damaged then, is read as far as it goes', async () => {
    const seeds = captures().filter(({ length }) => length < 50_000)
    const path = join(folder, 'packed')
    await fc.assert(fc.asyncProperty(fc.constantFrom(...seeds), fc.constantFrom<((bytes: Buffer) => Buffer)[]>(bytes => gzipSync(bytes), bytes => zstdCompressSync(bytes)), damage, async (seed, pack, how) => {
      const isWhole = how.flips.length === 0 && how.cut === null
      writeFileSync(path, damaged(pack(seed), how))
      const errors: string[] = []
      const packets = await inTime(() => countOf(readCaptures([path], { standardInput: oneBlock(seed), onError: (_, { reason }) => errors.push(reason) })))
      if (isWhole) expect(packets).toBe((await packetsOf(seed)).packets.length)
      else expect(packets).toBeLessThanOrEqual(Math.max(200_000, seed.length))
    }), { numRuns: byDepth(20, 150, 4_000) })
  }, 120_000)
})

/** What lies in what: each wraps what is given, and says of what kind its result is. */
const WRAPPERS: readonly ((inner: Buffer) => Buffer)[] = [
  inner => ip(4, inner),
  inner => ip(47, Buffer.concat([hex('00000800'), inner])),
  inner => ip(47, Buffer.concat([hex('b0000800'), Buffer.alloc(12), inner])),
  inner => ip(47, Buffer.concat([hex('00006558'), frame(inner)])),
  inner => ip(47, Buffer.concat([hex('100088be'), Buffer.alloc(12), frame(inner)])),
  inner => ip(47, Buffer.concat([hex('100022eb'), Buffer.alloc(16), frame(inner)])),
  inner => ip(17, Buffer.concat([hex('123412b500000000'), hex('0800000000000100'), frame(inner)])),
  inner => ip(47, Buffer.concat([hex('00006558'), Buffer.alloc(12), hex('81000007886411000001'), Buffer.from([0, (inner.length + 2) & 0xff]), hex('0021'), inner])),
  inner => ip(47, Buffer.concat([hex('00008847000640ff'), inner])),
  inner => Buffer.concat([hex('6000000000000440'), Buffer.alloc(32), inner]),
]

describe('tunnels in tunnels', () => {
  test('of any depth and damaged anywhere, are read to an end within their packets', () => {
    const batch = new PacketBatch()
    fc.assert(fc.property(fc.array(fc.nat(WRAPPERS.length - 1), { maxLength: 60 }), damage, (kinds, how) => {
      const inner = Buffer.from(ipv4Packet({ source: 1, destination: 2, ttl: 9, id: 7, content: { kind: 'tcp', sourcePort: 1, destinationPort: 2, sequence: 3, flags: 2, window: 4 } }))
      const bytes = damaged(kinds.reduce<Buffer>((packet, kind) => WRAPPERS[kind]!(packet), inner), how)
      batch.bytes = bytes
      batch.count = 0
      batch.add(0, 0, bytes.length, bytes.length, LINK.raw)
      expect(expectWithin(batch)).toBe(1)
    }), { numRuns: byDepth(200, 5_000, 100_000) })
  })
})

test('a record of many blocks is put together once', async () => {
  const payload = new Uint8Array(200_000)
  const record = Buffer.from(captureRecord(0, { source: 1, destination: 2, ttl: 9, id: 7, content: { kind: 'tcp', sourcePort: 1, destinationPort: 2, sequence: 3, flags: 2, window: 4 } }))
  const long = Buffer.concat([record, payload])
  long.writeUInt32LE(long.length - 16, 8)
  const capture = Buffer.concat([captureHeader(), record, long, record])
  for (const blockBytes of [1, 100, 65_536]) {
    expect((await inTime(() => packetsOf(capture, { blockBytes }))).packets.map(({ sourcePort }) => sourcePort)).toEqual([1, 1, 1])
  }
})

function ip(protocol: number, body: Buffer): Buffer {
  const header = hex('450000000000000040000000c0000201c0000202')
  header.writeUInt16BE((20 + body.length) & 0xffff, 2)
  header[9] = protocol
  return Buffer.concat([header, body])
}

function frame(packet: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(12), packet[0]! >> 4 === 6 ? hex('86dd') : hex('0800'), packet])
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

async function* oneBlock(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
