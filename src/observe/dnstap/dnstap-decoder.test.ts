import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import { eventId } from '../../model/ids.ts'
import { formatTime } from '../../model/time.ts'
import { dnstapDecoder } from './dnstap-decoder.ts'
import { FramePlanner } from './frame-planner.ts'
import type { ProtobufField } from './testing/dnstap-bytes.ts'
import { at, control, CONTROL, dataFrame, dnsMessage, dnsName, dnstap, dnstapFile, ipv4, ipv6, protobuf } from './testing/dnstap-bytes.ts'

const decoder = dnstapDecoder()

const CLIENT: ProtobufField[] = [[2, 'varint', 1], [3, 'varint', 1], [4, 'bytes', ipv4('192.0.2.7')], [5, 'bytes', ipv4('192.0.2.53')], [6, 'varint', 40_001], [7, 'varint', 53]]
const ASKED = at(8, '2026-11-22T10:20:30.123Z', 456_789)
const ANSWERED = at(12, '2026-11-22T10:20:30.150Z')
const SIX: ProtobufField[] = [[2, 'varint', 2], [4, 'bytes', ipv6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7)], [6, 'varint', 5_353]]
const QUERY = dnsMessage(0x1234, 0x0100, 'www.example.com', 1)
const ANSWER = dnsMessage(0x1234, 0x8180, 'www.example.com', 1, [{ type: 1, lifetime: 300, data: ipv4('203.0.113.9') }, { type: 1, lifetime: 300, data: ipv4('203.0.113.10') }])

/** What each frame becomes, written out. */
const GOLDEN: readonly (readonly [name: string, frame: Buffer, time: string, fields: Readonly<Record<string, unknown>>])[] = [
  ['a question of a client', dnstap([[1, 'varint', 5], ...CLIENT, ...ASKED, [10, 'bytes', QUERY]]), '2026-11-22T10:20:30.123456Z', {
    'dnstap_type': 'CLIENT_QUERY', 'identity': 'ns1.example', 'version': 'unbound 1.17.1', 'id.orig_h': '192.0.2.7', 'id.orig_p': 40_001, 'id.resp_h': '192.0.2.53', 'id.resp_p': 53,
    'proto': 'udp', 'socket_protocol': 'UDP', 'query_time': '2026-11-22T10:20:30.123456Z', 'trans_id': 0x1234, 'query': 'www.example.com', 'qclass': 1, 'qclass_name': 'C_INTERNET',
    'qtype': 1, 'qtype_name': 'A', 'AA': false, 'TC': false, 'RD': true, 'RA': false, 'Z': 0, 'rejected': false,
  }],
  ['its answer', dnstap([[1, 'varint', 6], ...CLIENT, ...ASKED, ...ANSWERED, [14, 'bytes', ANSWER]]), '2026-11-22T10:20:30.150000Z', {
    'dnstap_type': 'CLIENT_RESPONSE', 'identity': 'ns1.example', 'version': 'unbound 1.17.1', 'id.orig_h': '192.0.2.7', 'id.orig_p': 40_001, 'id.resp_h': '192.0.2.53', 'id.resp_p': 53,
    'proto': 'udp', 'socket_protocol': 'UDP', 'query_time': '2026-11-22T10:20:30.123456Z', 'response_time': '2026-11-22T10:20:30.150000Z', 'rtt': 0.026544, 'trans_id': 0x1234,
    'query': 'www.example.com', 'qclass': 1, 'qclass_name': 'C_INTERNET', 'qtype': 1, 'qtype_name': 'A', 'rcode': 0, 'rcode_name': 'NOERROR', 'AA': false, 'TC': false, 'RD': true,
    'RA': true, 'Z': 0, 'answers': ['203.0.113.9', '203.0.113.10'], 'TTLs': [300, 300], 'rejected': false,
  }],
  ['both in one, over TLS from IPv6', dnstap([[1, 'varint', 6], ...SIX, [3, 'varint', 3], ...ASKED, ...ANSWERED, [10, 'bytes', QUERY], [14, 'bytes', dnsMessage(0x1234, 0x8183, 'www.example.com', 1)]]),
    '2026-11-22T10:20:30.150000Z', { 'id.orig_h': '2001:db8::7', 'id.orig_p': 5_353, 'proto': 'tcp', 'socket_protocol': 'DOT', 'query': 'www.example.com', 'rcode_name': 'NXDOMAIN', 'rejected': true }],
  ['a resolver that asks another, with the zone it asks for', dnstap([[1, 'varint', 3], [3, 'varint', 2], [5, 'bytes', ipv4('198.51.100.53')], [7, 'varint', 53], ...ASKED, [10, 'bytes', QUERY], [11, 'bytes', dnsName('example.com')]]),
    '2026-11-22T10:20:30.123456Z', { 'dnstap_type': 'RESOLVER_QUERY', 'id.resp_h': '198.51.100.53', 'proto': 'tcp', 'query_zone': 'example.com' }],
  ['the answer to it, of the root', dnstap([[1, 'varint', 4], ...ANSWERED, [11, 'bytes', dnsName('')], [14, 'bytes', ANSWER]]), '2026-11-22T10:20:30.150000Z',
    { 'dnstap_type': 'RESOLVER_RESPONSE', 'query_zone': '.', 'response_time': '2026-11-22T10:20:30.150000Z' }],
  ['an authoritative server that is asked', dnstap([[1, 'varint', 1], ...CLIENT, ...ASKED, [10, 'bytes', dnsMessage(7, 0, 'example.com', 252)]], { identity: 'auth', version: '' }), '2026-11-22T10:20:30.123456Z',
    { 'dnstap_type': 'AUTH_QUERY', 'identity': 'auth', 'qtype_name': 'AXFR' }],
  ['its answer, where only the question\'s time is known', dnstap([[1, 'varint', 2], ...CLIENT, ...ASKED, [14, 'bytes', dnsMessage(7, 0x8405, 'example.com', 16)]]), '2026-11-22T10:20:30.123456Z',
    { 'dnstap_type': 'AUTH_RESPONSE', 'AA': true, 'rcode_name': 'REFUSED', 'qtype_name': 'TXT' }],
  ['a forwarder over HTTPS', dnstap([[1, 'varint', 7], [3, 'varint', 4], [16, 'varint', 2], ...ASKED, [10, 'bytes', QUERY]]), '2026-11-22T10:20:30.123456Z',
    { 'dnstap_type': 'FORWARDER_QUERY', 'proto': 'tcp', 'socket_protocol': 'DOH', 'http_protocol': 'HTTP2' }],
  ['a policy that was applied', dnstap([[1, 'varint', 6], ...CLIENT, ...ANSWERED, [14, 'bytes', ANSWER],
    [15, 'bytes', protobuf([1, 'bytes', 'RPZ'], [2, 'bytes', dnsName('www.example.com.rpz')], [3, 'varint', 1], [4, 'varint', 1], [5, 'bytes', dnsName('www.example.com')])]]), '2026-11-22T10:20:30.150000Z',
  { 'policy_type': 'RPZ', 'policy_rule': 'www.example.com.rpz', 'policy_action': 'NXDOMAIN', 'policy_match': 'QNAME', 'policy_value': 'www.example.com' }],
  ['a dynamic update over QUIC', dnstap([[1, 'varint', 13], [3, 'varint', 7], ...ASKED, [10, 'bytes', dnsMessage(9, 0x2800, 'example.com', 6)]]), '2026-11-22T10:20:30.123456Z',
    { 'dnstap_type': 'UPDATE_QUERY', 'proto': 'udp', 'socket_protocol': 'DOQ', 'qtype_name': 'SOA' }],
  ['numbers that are not known yet, and what a site adds', dnstap([[1, 'varint', 99], [3, 'varint', 42], [16, 'varint', 9], ...ASKED], { more: [[3, 'bytes', 'site 4'], [77, 'varint', 5]] }), '2026-11-22T10:20:30.123456Z',
    { 'dnstap_type': 'type-99', 'socket_protocol': 'protocol-42', 'http_protocol': 'http-9', 'extra': 'site 4' }],
]

describe('dnstapDecoder', () => {
  test.each(GOLDEN)('%s', async (_, frame, time, fields) => {
    const { rows, errors } = await decodeAll(decoder, dnstapFile([frame]))
    expect(errors).toEqual([])
    expect(rows.map(row => [row.dataset, formatTime(row.time), row.record, row.offset])).toEqual([['dnstap.dns', time, 0, control(CONTROL.start, 'protobuf:dnstap.Dnstap').length]])
    expect(rows[0]?.fields).toMatchObject({ ts: time, ...fields })
  })

  test('tells the first two in full, and nothing that was not said', async () => {
    const { rows } = await decodeAll(decoder, dnstapFile(GOLDEN.slice(0, 2).map(([, frame]) => frame)))
    expect(rows.map(({ fields }) => fields)).toEqual(GOLDEN.slice(0, 2).map(([, , ts, fields]) => ({ ts, ...fields })))
  })

  test.each([
    ['such a file', dnstapFile([]), true],
    ['frames of something else', Buffer.concat([control(CONTROL.start, 'protobuf:other'), control(CONTROL.stop)]), false],
    ['what begins with something else', Buffer.from('{"a":1}'), false],
    ['zeros', Buffer.alloc(64), false],
    ['nothing', Buffer.alloc(0), false],
  ])('recognises %s', (_, bytes, expected) => {
    expect(decoder.recognises(bytes, 'a.dnstap')).toBe(expected)
  })

  test('tells what it cannot read, and goes on with the next frame', async () => {
    const good = GOLDEN[0]![1]
    const file = dnstapFile([protobuf([15, 'varint', 1]), Buffer.from('text'), good, dnstap([[1, 'varint', 5], [10, 'bytes', 'short']]), dnstap([[2, 'varint', 1]]), good])
    const { rows, errors } = await decodeAll(decoder, file)
    expect(errors.map(({ reason }) => reason)).toEqual([
      'a frame that is no message of dnstap', 'a frame that is no protobuf: unknown wire type', 'a CLIENT_QUERY whose DNS message cannot be read', 'a message of dnstap without its type',
    ])
    expect(rows.map(({ record, time }) => [record, time === null])).toEqual([[2, false], [3, true], [5, false]])
  })

  test.each([
    ['a frame that is too long', Buffer.from([0x7f, 0, 0, 0]), 'a frame of 2130706432 bytes was announced; what follows is not read'],
    ['a control frame that is too long', Buffer.from([0, 0, 0, 0, 0, 1, 0, 0]), 'a control frame of 65536 bytes was announced; what follows is not read'],
    ['a frame without its end', dataFrame(GOLDEN[0]![1]).subarray(0, 20), 'the file ends within a frame'],
  ])('tells of %s', async (_, bytes, reason) => {
    const file = Buffer.concat([control(CONTROL.start, 'protobuf:dnstap.Dnstap'), dataFrame(GOLDEN[0]![1]), bytes])
    const { rows, errors } = await decodeAll(decoder, file)
    expect([rows.length, errors]).toEqual([1, [{ offset: file.length - bytes.length, reason }]])
  })

  const FILE = dnstapFile(GOLDEN.map(([, frame]) => frame))

  test('reads the same however the content comes and wherever it is cut', async () => {
    const whole = await decodeAll(decoder, FILE)
    expect(whole.rows.length).toBe(GOLDEN.length)
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 200 }), async (chunkBytes, blockBytes) => {
      const planner = new FramePlanner(chunkBytes)
      for (let from = 0; from < FILE.length; from += blockBytes) planner.push(FILE.subarray(from, from + blockBytes))
      const chunks = planner.end()
      expect([chunks[0]?.from, chunks.at(-1)?.to]).toEqual([0, FILE.length])
      expect(chunks.every((chunk, index) => index === 0 || chunk.from === chunks[index - 1]?.to)).toBe(true)
      const { rows, errors } = await decodeChunks(decoder, memoryEvidence(FILE, { blockBytes }), chunks)
      expect([rows, errors]).toEqual([whole.rows, []])
    }), { numRuns: byDepth(10, 200, 2_000) })
  })

  test('nothing escapes from damaged files, and no two events have one place', async () => {
    const changes = fc.array(fc.tuple(fc.nat(FILE.length - 1), fc.nat(255)), { maxLength: 12 })
    await fc.assert(fc.asyncProperty(changes, fc.nat(FILE.length), fc.integer({ min: 1, max: 900 }), async (changed, length, chunkBytes) => {
      const bytes = Uint8Array.from(FILE)
      for (const [place, byte] of changed) bytes[place] = byte
      const cut = bytes.subarray(0, length)
      const planner = new FramePlanner(chunkBytes)
      planner.push(cut)
      const { rows } = await decodeChunks(decoder, memoryEvidence(cut, { blockBytes: 97 }), planner.end())
      expect(new Set(rows.map(({ offset, ordinal }) => eventId('e', offset, ordinal))).size).toBe(rows.length)
      expect(rows.length).toBeLessThanOrEqual(cut.length)
    }), { numRuns: byDepth(50, 2_000, 50_000) })
  })
})
