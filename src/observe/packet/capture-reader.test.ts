import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testFiles } from '../../../test/test-data.ts'
import { packetsOf } from './testing/packets-of.ts'

/** Of Wireshark; where it is not installed our own second reader is the oracle. */
const CAPINFOS = 'capinfos'

const FRAME = Buffer.from('020000000000020000000001080045000028000100004006000001020304050607080050005100000001000000005002040000000000', 'hex')

/** A pcap of one frame. */
function pcap({ magic = 0xa1b2c3d4, littleEndian = true, fraction = 5, frames = [FRAME], link = 1, extra = 0 }): Buffer {
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4)
    if (littleEndian) bytes.writeUInt32LE(value)
    else bytes.writeUInt32BE(value)
    return bytes
  }
  const records = frames.flatMap(frame => [u32(1_600_000_000), u32(fraction), u32(frame.length), u32(frame.length), Buffer.alloc(extra), frame])
  return Buffer.concat([u32(magic), u32(0x00040002), u32(0), u32(0), u32(65_535), u32(link), ...records])
}

/** A pcapng block. */
function block(type: number, body: Buffer, littleEndian = true): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)])
  const bytes = Buffer.alloc(12 + padded.length)
  padded.copy(bytes, 8)
  const write = (value: number, at: number) => (littleEndian ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at))
  write(type, 0)
  write(bytes.length, 4)
  write(bytes.length, bytes.length - 4)
  return bytes
}

function words(littleEndian: boolean, ...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => (littleEndian ? bytes.writeUInt32LE(value, 4 * index) : bytes.writeUInt32BE(value, 4 * index)))
  return bytes
}

const section = (littleEndian = true) =>
  block(0x0a0d0d0a, Buffer.concat([words(littleEndian, 0x1a2b3c4d), littleEndian ? Buffer.from([1, 0, 0, 0]) : Buffer.from([0, 1, 0, 0]), Buffer.alloc(8, 0xff)]), littleEndian)

const anInterface = (littleEndian = true, options = Buffer.alloc(0), snapLength = 0) =>
  block(1, Buffer.concat([littleEndian ? Buffer.from([1, 0, 0, 0]) : Buffer.from([0, 1, 0, 0]), words(littleEndian, snapLength), options]), littleEndian)

const enhanced = (time: bigint, littleEndian = true) =>
  block(6, Buffer.concat([words(littleEndian, 0, Number(time >> 32n), Number(time & 0xffffffffn), FRAME.length, FRAME.length), FRAME]), littleEndian)

describe('pcap', () => {
  test.each([
    ['little-endian, microseconds', pcap({}), 5],
    ['big-endian, microseconds', pcap({ littleEndian: false }), 5],
    ['little-endian, nanoseconds', pcap({ magic: 0xa1b23c4d, fraction: 5_999 }), 5],
    ['big-endian, nanoseconds', pcap({ magic: 0xa1b23c4d, fraction: 5_999, littleEndian: false }), 5],
    ['with longer record headers', pcap({ magic: 0xa1b2cd34, extra: 8 }), 5],
  ])('%s', async (_, capture, microseconds) => {
    const { packets, errors } = await packetsOf(capture)
    expect([packets, errors]).toEqual([[expect.objectContaining({
      time: 1_600_000_000_000_000 + microseconds, source: 0x01020304, destination: 0x05060708, sourcePort: 80, destinationPort: 81, tcpFlags: 2, malformed: 'none',
    })], []])
  })

  test('a packet cut off at the end is told with its place', async () => {
    const capture = pcap({ frames: [FRAME, FRAME] })
    expect(await packetsOf(capture.subarray(0, -1))).toEqual({ packets: [expect.anything()], errors: ['94: cut off: the capture ends in the middle of a packet'] })
  })

  test('a length beyond any packet ends the reading', async () => {
    const capture = pcap({})
    capture.writeUInt32LE(0x7fffffff, 32)
    expect(await packetsOf(capture)).toEqual({ packets: [], errors: [expect.stringMatching(/^24: a packet of 2147483647 bytes/)] })
  })

  test('what is no capture is told', async () => {
    expect((await packetsOf(Buffer.from('this is a text and not at all a capture'))).errors).toEqual(['0: neither pcap nor pcapng'])
    expect((await packetsOf(Buffer.alloc(0))).errors).toEqual(['0: empty: no capture'])
  })
})

describe('pcapng', () => {
  test.each([true, false])('sections, interfaces and packets, little-endian: %s', async littleEndian => {
    const time = 1_600_000_000_000_005n
    const old = block(2, Buffer.concat([words(littleEndian, 0, Number(time >> 32n), Number(time & 0xffffffffn), FRAME.length, FRAME.length), FRAME]), littleEndian)
    const simple = block(3, Buffer.concat([words(littleEndian, FRAME.length), FRAME]), littleEndian)
    const { packets, errors } = await packetsOf(Buffer.concat([section(littleEndian), anInterface(littleEndian), enhanced(time, littleEndian), old, simple, section(!littleEndian), anInterface(!littleEndian), enhanced(time, !littleEndian)]))
    expect([packets.map(({ time: each }) => each), errors]).toEqual([[Number(time), Number(time), NaN, Number(time)], []])
    expect(packets.every(({ sourcePort }) => sourcePort === 80)).toBe(true)
  })

  test.each([
    ['nanoseconds', 9, 1_600_000_000_000_005_999n],
    ['milliseconds', 3, 1_600_000_000_000n],
    ['2⁻²⁰ seconds', 0x94, 1_600_000_000n << 20n],
  ])('the resolution of the interface: %s', async (_, resolution, time) => {
    const options = Buffer.from([9, 0, 1, 0, resolution, 0, 0, 0, 0, 0, 0, 0])
    const { packets } = await packetsOf(Buffer.concat([section(), anInterface(true, options), enhanced(time)]))
    expect(Math.floor(packets[0]!.time / 10)).toBe(160_000_000_000_000)
  })

  test('the offset of the interface is added', async () => {
    const options = Buffer.from([14, 0, 8, 0, 0x10, 0x0e, 0, 0, 0, 0, 0, 0])
    expect((await packetsOf(Buffer.concat([section(), anInterface(true, options), enhanced(1_000_000n)]))).packets[0]!.time).toBe(3_601_000_000)
  })

  test('a simple packet ends where the interface cuts', async () => {
    const simple = block(3, Buffer.concat([words(true, 1_500), FRAME.subarray(0, 20)]))
    expect((await packetsOf(Buffer.concat([section(), anInterface(true, Buffer.alloc(0), 20), simple]))).packets).toEqual([expect.objectContaining({ length: 1_500, malformed: 'cut-by-capture' })])
  })

  test('a packet of an unknown interface ends the reading', async () => {
    expect(await packetsOf(Buffer.concat([section(), enhanced(1n)]))).toEqual({ packets: [], errors: ['28: a packet of interface 0, which the section does not describe'] })
  })
})

test('blocks of any size give the same packets', async () => {
  const capture = pcap({ frames: Array.from({ length: 50 }, () => FRAME) })
  for (const blockBytes of [1, 7, 70, 1_000]) expect((await packetsOf(capture, { blockBytes })).packets.length).toBe(50)
})

describeWithData('every capture given', ['pcap'], () => {
  const captures = () => ['.pcap', '.pcapng', '.cap'].flatMap(ending => testFiles('pcap', ending))
  const hasCapinfos = spawnSync(CAPINFOS, ['--version']).status === 0

  test('holds as many packets as its records', async () => {
    const files = captures()
    const different = []
    for (const file of files) {
      const bytes = readFileSync(file)
      const { packets } = await packetsOf(bytes)
      if (packets.length !== countRecords(bytes)) different.push(file)
    }
    expect(different).toEqual([])
    expect(files.length).toBeGreaterThan(800)
  }, 60_000)

  test.skipIf(!hasCapinfos)('holds as many packets as capinfos counts', async () => {
    const { stdout } = spawnSync(CAPINFOS, ['-c', '-M', '-T', '-r', ...captures()], { encoding: 'utf8', maxBuffer: 1 << 26 })
    const different = []
    const counted = stdout.trim().split('\n').map(line => line.split('\t'))
    for (const [file = '', count] of counted) {
      const { packets } = await packetsOf(readFileSync(file))
      if (packets.length !== Number(count)) different.push(`${file}: ${packets.length}, not ${count}`)
    }
    expect(different).toEqual([])
    expect(counted.length).toBeGreaterThan(800)
  }, 60_000)

  test('damaged anywhere still reads to an end, with no more packets than bytes allow', async () => {
    const seeds = captures().filter((_, index) => index % 8 === 0).map(file => readFileSync(file)).filter(({ length }) => length < 20_000)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }), fc.nat(), async (seed, flips, cut) => {
      const bytes = Buffer.from(seed.subarray(0, cut % 3 === 0 ? cut % (seed.length + 1) : seed.length))
      for (const [at, value] of flips) if (bytes.length > 0) bytes[at % bytes.length]! ^= value
      const { packets, errors } = await packetsOf(bytes)
      expect(packets.length).toBeLessThanOrEqual(bytes.length / 12)
      expect(errors.length).toBeLessThanOrEqual(100)
    }), { numRuns: byDepth(300, 3_000, 30_000) })
  }, 120_000)
})

/** A second reader, as simple as can be: follows lengths. */
function countRecords(bytes: Buffer): number {
  const magic = bytes.readUInt32BE(0)
  const isNext = magic === 0x0a0d0d0a
  let little = isNext ? bytes.readUInt32LE(8) === 0x1a2b3c4d : [0xd4c3b2a1, 0x4d3cb2a1, 0x34cdb2a1].includes(magic)
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const header = magic === 0xa1b2cd34 || magic === 0x34cdb2a1 ? 24 : 16
  let count = 0
  for (let at = isNext ? 0 : 24; at + 12 <= bytes.length;) {
    if (isNext && u32(at) === 0x0a0d0d0a) little = bytes.readUInt32LE(at + 8) === 0x1a2b3c4d
    if (isNext ? [2, 3, 6].includes(u32(at)) : at + header + u32(at + 8) <= bytes.length) count++
    at += isNext ? (u32(at + 4) + 3) & ~3 : header + u32(at + 8)
  }
  return count
}
