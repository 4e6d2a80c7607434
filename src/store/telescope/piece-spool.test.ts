import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { DistinctSketch } from './distinct-sketch.ts'
import { dropOldPackets } from './drop-old-packets.ts'
import type { MinuteCount } from './minute-count.ts'
import type { PacketSource } from './packet-columns.ts'
import type { SpooledPiece } from './piece-spool.ts'
import { PieceSpool } from './piece-spool.ts'
import { minuteInsert, packetInsert } from './telescope-insert.ts'
import { TELESCOPE_TABLES } from './telescope-tables.ts'

const START = Date.UTC(2026, 0, 1) * 1_000
const DAY_US = 86_400_000_000

/** Packets of IPv4 and IPv6 in turns, each with numbers of its own from `first` on. */
function packetsFrom(first: number, count: number, start = START): PacketSource {
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  const wide = Uint32Array.from(numbers.flatMap(number => [0x20010db8, 0, 0, number]))
  return {
    count,
    time: Float64Array.from(numbers, number => start + number),
    version: Uint8Array.from(numbers, number => (number % 2 === 0 ? 4 : 6)),
    source: Uint32Array.from(numbers, number => 0xcb007100 + number),
    destination: Uint32Array.from(numbers, number => 0xc6120000 + number),
    source6: wide,
    destination6: wide.map((word, index) => (index % 4 === 0 ? 0x20010db9 : word)),
    sourcePort: Uint16Array.from(numbers, number => number),
    destinationPort: new Uint16Array(count).fill(23),
    protocol: new Uint8Array(count).fill(6),
    tcpFlags: new Uint8Array(count).fill(2),
    ttl: new Uint8Array(count).fill(50),
    ipId: Uint16Array.from(numbers, number => 7 * number),
    ipLength: new Uint32Array(count).fill(40),
    window: new Uint16Array(count).fill(1_024),
    sequence: Uint32Array.from(numbers, number => 2 ** 32 - 1 - number),
  }
}

const all = (count: number) => new Int32Array(count)
const kinds = (count: number) => new Uint8Array(count)

function minuteOf(packets: number): MinuteCount {
  const sources = new DistinctSketch()
  sources.add4(7)
  return { minute: START, dimension: 'port', value: '23/tcp', packets, sources, isSurvey: false }
}

let folder = ''
let pieces: SpooledPiece[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-pieces-'))
  pieces = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function spoolOf({ packets = 100_000, storesPackets = true, ms = 3_600_000 } = {}): PieceSpool {
  return new PieceSpool({ folder, organisation: 'default', storesPackets, piece: { packets, ms }, onPiece: piece => pieces.push(piece) })
}

describe('pieces of what a sensor takes', () => {
  test('go each under a load that was allowed before, in the order in which they were', () => {
    const spool = spoolOf({ packets: 65_536 })
    for (const load of [7, 9, 12]) spool.allow(load)
    for (let first = 0; first < 150_000; first += 4_000) spool.packets(packetsFrom(first, 4_000), all(4_000), kinds(4_000))
    spool.minute([minuteOf(3)])
    spool.end()
    const file = (load: number, what: string) => join(folder, `telescope-${load}-${what}.native`)
    expect(pieces).toEqual([
      { load: 7, packets: file(7, 'packets'), minutes: null },
      { load: 9, packets: file(9, 'packets'), minutes: null },
      { load: 12, packets: file(12, 'packets'), minutes: file(12, 'minutes') },
    ])
    expect(readdirSync(folder)).toHaveLength(4)
  })

  test('without a load, minutes wait, and packets beyond a block are left out and counted', () => {
    const spool = spoolOf()
    for (let first = 0; first < 120_000; first += 4_000) spool.packets(packetsFrom(first, 4_000), all(4_000), kinds(4_000))
    spool.minute([minuteOf(3)])
    spool.end()
    expect([pieces, readdirSync(folder), spool.dropped]).toEqual([[], [], 65_536])
    spool.allow(3)
    spool.end()
    expect(pieces).toEqual([{ load: 3, packets: expect.any(String), minutes: expect.any(String) }])
  })

  test('hold no packets where none are to be stored, and nothing is a piece of its own', () => {
    const spool = spoolOf({ storesPackets: false })
    spool.allow(3)
    spool.packets(packetsFrom(0, 100), all(100), kinds(100))
    spool.end()
    expect(pieces).toEqual([])
    spool.minute([minuteOf(3)])
    spool.end()
    expect(pieces).toEqual([{ load: 3, packets: null, minutes: expect.any(String) }])
  })

  test('end when they have waited long enough', () => {
    const spool = spoolOf({ ms: 0 })
    spool.allow(3)
    spool.minute([minuteOf(3)])
    spool.endIfDue()
    expect(pieces).toHaveLength(1)
  })
})

// Starts engines: not at the quick depth.
describe.skipIf(IS_QUICK)('in the event store', () => {
  describeWithClickHouse('pieces', store => {
    beforeEach(async () => {
      for (const table of ['telescope_minutes', 'telescope_packets']) await store().client.command({ query: `DROP TABLE IF EXISTS ${table}` })
      for (const query of TELESCOPE_TABLES) await store().client.command({ query })
    })
    const rowsOf = async (query: string) => (await store().client.query({ query, format: 'JSONEachRow' })).json()
    const insert = async () => {
      for (const { packets, minutes } of pieces) {
        if (packets !== null) await store().insertFile(packetInsert(packets))
        if (minutes !== null) await store().insertFile(minuteInsert(minutes))
      }
    }

    test('are rows with the headers as they were, those that nobody watches apart', async () => {
      const spool = spoolOf()
      spool.allow(5_000_000_001)
      spool.packets(packetsFrom(0, 4), Int32Array.of(0, 1, -1, 2), Uint8Array.of(1, 2, 3, 4))
      spool.minute([minuteOf(4)])
      spool.end()
      await insert()
      const common = { organisation: 'default', load: 5_000_000_001, destination_port: 23, protocol: 6, tcp_flags: 2, ttl: 50, ip_length: 40, window: 1_024 }
      expect(await rowsOf('SELECT * FROM telescope_packets ORDER BY time')).toEqual([
        { ...common, time: START, source: '::ffff:203.0.113.0', destination: '::ffff:198.18.0.0', source_port: 0, kind: 1, ip_id: 0, sequence: 4_294_967_295 },
        { ...common, time: START + 1, source: '2001:db8::1', destination: '2001:db9::1', source_port: 1, kind: 2, ip_id: 7, sequence: 4_294_967_294 },
        { ...common, time: START + 3, source: '2001:db8::3', destination: '2001:db9::3', source_port: 3, kind: 4, ip_id: 21, sequence: 4_294_967_292 },
      ])
      expect(await rowsOf('SELECT load, minute, dimension, value, packets FROM telescope_minutes')).toEqual([
        { load: 5_000_000_001, minute: START, dimension: 'port', value: '23/tcp', packets: 4 },
      ])
    })

    test('are complete when they are of many blocks', async () => {
      const spool = spoolOf({ packets: 150_000 })
      for (const load of [1, 2, 3]) spool.allow(load)
      for (let first = 0; first < 300_000; first += 4_000) spool.packets(packetsFrom(first, 4_000), all(4_000), kinds(4_000))
      spool.end()
      await insert()
      expect(await rowsOf('SELECT toUInt32(count()) AS packets, toUInt32(uniqExact(sequence)) AS different, toUInt32(max(load)) AS loads FROM telescope_packets'))
        .toEqual([{ packets: 300_000, different: 300_000, loads: pieces.length }])
    })

    test('packets of days that ended longer ago than is kept are dropped, counts of minutes stay', async () => {
      const spool = spoolOf()
      spool.allow(1)
      for (const day of [0, 1, 2, 3]) spool.packets(packetsFrom(0, 10 + day, START + day * DAY_US), all(20), kinds(20))
      spool.minute([minuteOf(4)])
      spool.end()
      await insert()
      const now = (START + 3 * DAY_US) / 1_000 + 3_600_000
      expect(await dropOldPackets(store().client, now, 1)).toEqual(['20260101', '20260102'])
      expect(await rowsOf('SELECT toUInt32(count()) AS packets FROM telescope_packets')).toEqual([{ packets: 12 + 13 }])
      expect(await dropOldPackets(store().client, now, 1)).toEqual([])
      expect(await dropOldPackets(store().client, now, 0)).toEqual(['20260103'])
      expect(await rowsOf('SELECT (SELECT toUInt32(count()) FROM telescope_packets) AS packets, toUInt32(count()) AS minutes FROM telescope_minutes')).toEqual([{ packets: 13, minutes: 1 }])
    })
  })
})
