import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testData } from '../../../test/test-data.ts'
import { decodePackets } from '../packet/decode-packets.ts'
import { PROTOCOL } from '../packet/packet-batch.ts'
import { readCaptures } from '../packet/read-captures.ts'
import { HELD_BYTES_OF_ONE } from './defaults.ts'
import { FlowReader } from './flow-reader.ts'
import { addressBytes, bytesOf, ipfixBytes, netflow5Bytes, netflow9Bytes, setBytes, templateBytes } from './testing/export-bytes.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}

const EXPORTER = '192.0.2.1'
const SECONDS = 1_790_000_000
const AT = '2026-09-21T14:13:20'
const FLOW = { from: '198.51.100.7', to: '203.0.113.9', ports: [40_000, 443], packets: 12, bytes: 3_456, first: 5_000, last: 7_500 } as const

const read = (reader: FlowReader, bytes: Uint8Array) => reader.read(bytes, EXPORTER, SECONDS * 1_000_000)

test('NetFlow 5: flows with their times', () => {
  const { records, problems } = read(new FlowReader(), netflow5Bytes(SECONDS, 10_000, 0, [FLOW]))
  expect(problems).toEqual([])
  expect(records).toEqual([expect.objectContaining({
    'flow_type': 'netflow5', 'exporter': EXPORTER, 'ts': `${AT.slice(0, -2)}15.000500Z`, 'duration': 2.5, 'id.orig_h': FLOW.from, 'id.orig_p': 40_000, 'id.resp_h': FLOW.to, 'id.resp_p': 443,
    'proto': 'tcp', 'orig_bytes': 3_456, 'orig_pkts': 12, 'tcp_flags': 'SFPA', 'sampling_interval': 100,
  })])
})

test('NetFlow 5: an uptime that began anew between a flow and its export', () => {
  const { records: [record] } = read(new FlowReader(), netflow5Bytes(SECONDS, 1_000, 0, [{ ...FLOW, first: 2 ** 32 - 1_000, last: 500 }]))
  expect(record).toMatchObject({ ts: `${AT.slice(0, -2)}18.000500Z`, duration: 1.5 })
})

const FIELDS = [[8, 4], [12, 4], [7, 2], [11, 2], [4, 1], [1, 8], [2, 4], [152, 8], [153, 8]] as const
const DATA = Buffer.concat([addressBytes(FLOW.from), addressBytes(FLOW.to), bytesOf([40_000, 2], [443, 2], [17, 1], [2n ** 60n, 8], [5, 4], [SECONDS * 1_000 - 3_000, 8], [SECONDS * 1_000 - 1_000, 8])])

test('IPFIX: counts of 64 bits, exactly; padding is no record', () => {
  const { records, problems } = read(new FlowReader(), ipfixBytes(SECONDS, 0, [setBytes(2, templateBytes(256, FIELDS)), setBytes(256, Buffer.concat([DATA, DATA]))]))
  expect(problems).toEqual([])
  expect(records.length).toBe(2)
  expect(records[0]).toMatchObject({ 'flow_type': 'ipfix', 'observation_domain': 7, 'orig_bytes': 2n ** 60n, 'proto': 'udp', 'ts': `${AT.slice(0, -2)}17.000000Z`, 'duration': 2 })
})

test('data that comes before its template is read when it comes, in order, and not by another exporter’s', () => {
  const reader = new FlowReader()
  const other = { bytes: ipfixBytes(SECONDS, 0, [setBytes(2, templateBytes(256, [[1, 8]]))]), exporter: '192.0.2.2' }
  expect(read(reader, ipfixBytes(SECONDS, 0, [setBytes(256, DATA)])).records).toEqual([])
  expect(reader.read(other.bytes, other.exporter, 0).records).toEqual([])
  const { records } = read(reader, ipfixBytes(SECONDS, 1, [setBytes(2, templateBytes(256, FIELDS)), setBytes(256, DATA)]))
  expect(records.map(record => record['id.orig_h'])).toEqual([FLOW.from, FLOW.from])
})

test('data that nobody explains is kept within bounds, and what goes beyond is told', () => {
  const reader = new FlowReader()
  const set = setBytes(300, Buffer.alloc(60_000))
  const told = Array.from({ length: Math.ceil(HELD_BYTES_OF_ONE / set.length) + 1 }, (_, index) => read(reader, ipfixBytes(SECONDS, index, [set])).problems.length)
  expect(told[0]).toBe(0)
  expect(told.at(-1)).toBe(1)
})

test('IPFIX: values that say their own length, enterprises’ own, and the same seen the other way', () => {
  const name = Buffer.from('hanako')
  const data = Buffer.concat([addressBytes(FLOW.from), addressBytes(FLOW.to), Buffer.from([name.length]), name, bytesOf([9_000, 4], [0xbeef, 2])])
  const { records: [record] } = read(new FlowReader(), ipfixBytes(SECONDS, 0, [
    setBytes(2, templateBytes(400, [[8, 4], [12, 4], [371, 65_535], [1, 4, 29_305], [42, 2, 9]])), setBytes(400, data),
  ]))
  expect(record).toMatchObject({ user: 'hanako', resp_bytes: 9_000, element_9_42: 'beef', ts: `${AT}.000000Z` })
})

test('NetFlow 9: what options say of the exporter holds for its flows; address translation', () => {
  const reader = new FlowReader()
  // Scope “system” of 4 bytes, and a sampling interval.
  const options = Buffer.concat([bytesOf([257, 2], [4, 2], [4, 2]), bytesOf([1, 2], [4, 2]), bytesOf([34, 2], [4, 2])])
  const flow = Buffer.concat([addressBytes('10.0.0.5'), addressBytes('198.51.100.1'), bytesOf([50_000, 2], [1_024, 2], [4, 1], [8_000, 4])])
  const { records, problems } = read(reader, netflow9Bytes(SECONDS, 10_000, 0, [
    setBytes(1, options), setBytes(257, bytesOf([0, 4], [1_000, 4])),
    setBytes(0, templateBytes(258, [[8, 4], [225, 4], [7, 2], [227, 2], [230, 1], [22, 4]])), setBytes(258, flow),
  ]))
  expect(problems).toEqual([])
  expect(records).toEqual([expect.objectContaining({
    'id.orig_h': '10.0.0.5', 'nat_orig_h': '198.51.100.1', 'nat_orig_p': 1_024, 'nat_event': 'create', 'sampling_interval': 1_000, 'ts': `${AT.slice(0, -2)}18.000000Z`,
  })])
})

test('what did not arrive is told by the exporter’s numbers; a restart and a late datagram are no loss', () => {
  const reader = new FlowReader()
  const lost = (sequence: number, flows = 1) => read(reader, netflow5Bytes(SECONDS, 10_000, sequence, Array.from({ length: flows }, () => FLOW))).lost
  expect([lost(100, 3), lost(103), lost(110), lost(104), lost(111), lost(4_000_000), lost(4_000_001), lost(0), lost(1)]).toEqual([0, 0, 6, 0, 0, 0, 0, 0, 0])
})

test.each([
  ['nothing', Buffer.alloc(0)], ['another version', bytesOf([8, 2], [1, 2], [0, 4])], ['a header that is cut off', netflow5Bytes(SECONDS, 0, 0, []).subarray(0, 20)],
  ['fewer flows than announced', netflow5Bytes(SECONDS, 0, 0, [FLOW, FLOW]).subarray(0, 90)], ['a set without length', ipfixBytes(SECONDS, 0, [bytesOf([256, 2], [0, 2])])],
  ['a template that is cut off', ipfixBytes(SECONDS, 0, [setBytes(2, bytesOf([256, 2], [9, 2], [8, 2], [4, 2]))])],
  ['a template of a byte, of which a datagram would hold thousands', ipfixBytes(SECONDS, 0, [setBytes(2, templateBytes(256, [[4, 1]]))])],
])('%s is told', (_, bytes) => {
  expect(read(new FlowReader(), bytes).problems.length).toBe(1)
})

test('whatever comes, it ends, and costs in proportion to its length', () => {
  const whole = [netflow5Bytes(SECONDS, 10_000, 0, [FLOW, FLOW]), ipfixBytes(SECONDS, 0, [setBytes(2, templateBytes(256, FIELDS)), setBytes(256, DATA)]), bytesOf([5, 4], [1, 4], [1, 4], [0, 4], [1, 4], [1, 4], [1, 4], [1, 4], [0, 4])]
  fc.assert(fc.property(fc.array(fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.record({ of: fc.constantFrom(...whole), at: fc.nat(200), to: fc.nat(255), cut: fc.nat(200) }).map(({ of, at, to, cut }) => {
      const bytes = Uint8Array.from(of)
      if (at < bytes.length) bytes[at] = to
      return bytes.subarray(0, Math.max(0, bytes.length - (cut > 120 ? cut - 120 : 0)))
    }),
  ), { maxLength: 8 }), datagrams => {
    const reader = new FlowReader()
    for (const datagram of datagrams) {
      const { records, problems } = read(reader, datagram)
      expect(records.length).toBeLessThan(200)
      expect(problems.length).toBeLessThan(60)
      for (const record of records) expect(JSON.stringify(record, (_, member: unknown) => typeof member === 'bigint' ? String(member) : member)).toContain('"exporter"')
    }
  }), { numRuns: byDepth(300, 5_000, 200_000) })
})

describeWithData('captures of sFlow', ['pcap/tcpdump'], () => {
  const datagrams = async (name: string) => {
    const found: Uint8Array[] = []
    for await (const batch of readCaptures([testData(`pcap/tcpdump/tests/${name}`)], { standardInput: nothing(), onError: () => {} })) {
      decodePackets(batch)
      for (let row = 0; row < batch.count; row++) {
        if (batch.protocol[row] === PROTOCOL.udp) found.push(Uint8Array.from(batch.bytes.subarray(batch.payload[row], batch.payload[row]! + batch.payloadLength[row]!)))
      }
    }
    return found
  }

  test('packets as a switch sampled them', async () => {
    const reader = new FlowReader()
    const readings = (await datagrams('sflow_expanded.pcap')).map(bytes => reader.read(bytes, EXPORTER, SECONDS * 1_000_000))
    const records = readings.flatMap(({ records: each }) => each)
    expect(readings.flatMap(({ problems }) => problems)).toEqual([])
    expect(records.length).toBeGreaterThan(0)
    for (const record of records) expect(record).toMatchObject({ flow_type: 'sflow5', orig_pkts: 1, sampling_interval: expect.any(Number) })
  })

  test.each(['sflow-print-v6.pcap', 'sflow_multiple_counter_30_pdus.pcap', 'sflow_print-segv.pcap'])('%s ends', async name => {
    const reader = new FlowReader()
    for (const bytes of await datagrams(name)) expect(reader.read(bytes, EXPORTER, 0).records.length).toBeLessThan(200)
  })
})
