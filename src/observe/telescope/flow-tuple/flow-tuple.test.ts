import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { PacketBatch } from '../../packet/packet-batch.ts'
import { decodePackets } from '../../packet/decode-packets.ts'
import type { PacketFields } from '../../packet/write-capture.ts'
import { captureRecord } from '../../packet/write-capture.ts'
import { AvroContainer } from './avro-container.ts'
import { FLOW_TUPLE_HEADER, flowTupleLine } from './flow-tuple-csv.ts'
import type { FlowTuple } from './flow-tuple.ts'
import { FlowTuples } from './flow-tuples.ts'

const START = 1_767_225_600_000_000
const MINUTE = 60_000_000
const RECORD_HEADER = 16
const ETHERNET = 1

const geo = { country: (address: number | Uint32Array) => (address === 0x01010101 ? 'JP' : null), system: () => ({ number: 64_500, name: '' }), attributions: [] }

function batchOf(packets: readonly { readonly time: number, readonly packet: PacketFields }[]): PacketBatch {
  const batch = new PacketBatch()
  const records = packets.map(({ time, packet }) => captureRecord(time, packet))
  batch.bytes = Buffer.concat(records)
  let at = 0
  for (const [index, { length }] of records.entries()) {
    batch.add(packets[index]!.time, at + RECORD_HEADER, length - RECORD_HEADER, length - RECORD_HEADER, ETHERNET)
    at += length
  }
  decodePackets(batch)
  return batch
}

const syn = (rest: Partial<PacketFields> = {}, sequence = 7): PacketFields => ({
  source: 0x01010101, destination: 0xc6120001, ttl: 50, id: 1, content: { kind: 'tcp', sourcePort: 40_000, destinationPort: 23, sequence, flags: 2, window: 1_024, options: Uint8Array.of(2, 4, 5, 0xb4) }, ...rest,
})

function all(packets: readonly { readonly time: number, readonly packet: PacketFields }[], most?: number): FlowTuple[] {
  const tuples = new FlowTuples(geo, null, most)
  return [...tuples.accept(batchOf(packets)), ...tuples.take()]
}

describe('flow tuples', () => {
  test('have the fields of Corsaro in its order, from the packet and the tables', () => {
    const [tuple] = all([{ time: START + 5, packet: syn() }])
    expect(FLOW_TUPLE_HEADER).toBe('time,src_ip,dst_ip,src_port,dst_port,protocol,ttl,tcp_flags,ip_len,tcp_synlen,tcp_synwinlen,packet_cnt,is_spoofed,is_masscan,'
      + 'maxmind_continent,maxmind_country,netacq_continent,netacq_country,prefix2asn\n')
    expect(flowTupleLine(tuple!)).toBe('1767225600,1.1.1.1,198.18.0.1,40000,23,6,50,2,44,24,1024,1,0,0,AS,JP,??,??,64500\n')
  })

  test('of a minute that agree are one, with their number; those of ICMP hold type and code', () => {
    const echo: PacketFields = { source: 0x02020202, destination: 0xc6120001, ttl: 60, id: 2, content: { kind: 'icmp', type: 3, code: 1, rest: 0, payload: new Uint8Array(28) } }
    const tuples = all([
      { time: START, packet: syn() }, { time: START + MINUTE - 1, packet: syn({ id: 9 }) }, { time: START + MINUTE - 1, packet: echo }, { time: START + MINUTE, packet: syn() },
    ])
    expect(tuples.map(({ time, src_port, dst_port, packet_cnt }) => [time, src_port, dst_port, packet_cnt])).toEqual([
      [1_767_225_600, 40_000, 23, 2], [1_767_225_600, 3, 1, 1], [1_767_225_660, 40_000, 23, 1],
    ])
  })

  test('tell masscan by its identification, and addresses that nobody has', () => {
    const marked = syn({ id: (0xc6120001 ^ 23 ^ 7) & 0xffff })
    expect(all([marked, syn({ source: 0x0a000001 }), syn({ source: 0xc6120001 }), syn()].map(packet => ({ time: START, packet })))
      .map(({ is_masscan, is_spoofed }) => [is_masscan, is_spoofed])).toEqual([[1, 0], [0, 1], [0, 1], [0, 0]])
  })

  test('lose no packet, however little room there is', () => {
    fc.assert(fc.property(fc.array(fc.record({ wait: fc.integer({ min: 0, max: MINUTE }), source: fc.integer({ min: 1, max: 4 }) }), { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (list, most) => {
      let time = START
      const packets = list.map(({ wait, source }) => ({ time: time += wait, packet: syn({ source }) }))
      const tuples = all(packets, most)
      expect(tuples.reduce((sum, { packet_cnt }) => sum + packet_cnt, 0)).toBe(packets.length)
      expect(tuples.every(({ time: second }, index) => index === 0 || second >= tuples[index - 1]!.time)).toBe(true)
    }), { numRuns: byDepth(20, 200, 2_000) })
  })
})

const FIELDS = [['whole', 'long'], ['text', 'string']] as const
const rows = fc.array(fc.record({ whole: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), text: fc.string({ unit: 'binary' }) }), { minLength: 1, maxLength: 20 })

describe('an Avro container', () => {
  test('holds what was written, as a reader by the specification sees it', () => {
    fc.assert(fc.property(fc.array(rows, { maxLength: 4 }), blocks => {
      const container = new AvroContainer('org.example', 'sample', FIELDS)
      const read = readContainer(Buffer.concat([container.head(), ...blocks.map(block => container.block(block))]))
      expect(read.schema).toEqual({ type: 'record', namespace: 'org.example', name: 'sample', fields: [{ name: 'whole', type: 'long' }, { name: 'text', type: 'string' }] })
      expect(read.rows).toEqual(blocks.flat())
    }), { numRuns: byDepth(20, 200, 2_000) })
  })

  // Debian: avro-bin.
  const hasReader = spawnSync('avrocat', ['--help']).error === undefined
  test.skipIf(!hasReader)('is read by another program', () => {
    const container = new AvroContainer('org.example', 'sample', FIELDS)
    const path = join(temporaryFolder({}), 'sample.avro')
    const written = [{ whole: -1, text: '' }, { whole: 2 ** 40, text: 'のろし' }]
    writeFileSync(path, Buffer.concat([container.head(), container.block(written), container.block(written)]))
    expect(spawnSync('avrocat', [path], { encoding: 'utf8' }).stdout.trim().split('\n').map(line => JSON.parse(line) as unknown)).toEqual([...written, ...written])
  })
})

/** Reads one container file of this record: the other way round than it was written, by the specification alone. */
function readContainer(bytes: Buffer): { readonly schema: unknown, readonly rows: unknown[] } {
  const head = new Reader(bytes)
  expect(head.bytes(4).toString('latin1')).toBe('Obj\x01')
  const metadata = new Map<string, string>()
  for (let count = head.long(); count !== 0; count = head.long()) for (let entry = 0; entry < count; entry++) metadata.set(head.text(), head.text())
  const sync = head.bytes(16)
  const found: unknown[] = []
  while (!head.isAtEnd) {
    const count = head.long()
    const block = new Reader(inflateRawSync(head.bytes(head.long())))
    for (let row = 0; row < count; row++) found.push({ whole: block.long(), text: block.text() })
    expect([block.isAtEnd, head.bytes(16).equals(sync)]).toEqual([true, true])
  }
  expect(metadata.get('avro.codec')).toBe('deflate')
  return { schema: JSON.parse(metadata.get('avro.schema') ?? ''), rows: found }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  bytes(length: number): Buffer {
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  text(): string {
    return this.bytes(this.long()).toString('utf8')
  }

  long(): number {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++]!
      value |= BigInt(byte & 127) << shift
      if (byte < 128) break
    }
    return Number((value >> 1n) ^ -(value & 1n))
  }
}
