import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../../test/memory-evidence.ts'
import { describeWithData, testData } from '../../../../test/test-data.ts'
import { eventId } from '../../../model/ids.ts'
import { dialogue } from '../testing/dialogue.ts'
import { sessionsOf } from '../testing/sessions-of.ts'
import { captureDecoder } from './capture-decoder.ts'
import { CapturePlanner } from './capture-planner.ts'

const decoder = captureDecoder()
const CAPTURE = dialogue([['client', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'], ['server', 'HTTP/1.1 204 No Content\r\n\r\n']])

/** Planned for chunks of a size, fed in blocks of another. */
function planned(bytes: Uint8Array, chunkBytes: number, blockBytes: number) {
  const planner = new CapturePlanner(chunkBytes)
  for (let at = 0; at < bytes.length; at += blockBytes) planner.push(bytes.subarray(at, at + blockBytes))
  return planner.end()
}

describe('captureDecoder', () => {
  test('tells events of packets as evidence, each at the first packet of its connection', async () => {
    const { rows, errors } = await decodeAll(decoder, CAPTURE)
    expect(errors).toEqual([])
    expect(rows.map(({ dataset, record, offset, length, ordinal, time }) => ({ dataset, record, offset, length, ordinal, time }))).toEqual([
      { dataset: 'zeek.http', record: 0, offset: 40, length: 0, ordinal: 0, time: 1_700_000_000_002_000 },
      { dataset: 'zeek.conn', record: 1, offset: 40, length: 0, ordinal: 1, time: 1_700_000_000_000_000 },
    ])
    expect(rows[0]?.fields).toMatchObject({ '_path': 'http', 'method': 'GET', 'host': 'a', 'id.orig_h': '10.0.0.1' })
  })

  test.each([['{"a":1}', false], ['', false], ['\xd4\xc3\xb2\xa1', false]])('%j is a capture: %s', (text, expected) => {
    expect(decoder.recognises(Buffer.from(text, 'latin1'), 'a.pcap')).toBe(expected)
  })

  test('chunks lie between packets, however the content comes', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 200 }), (chunkBytes, blockBytes) => {
      const chunks = planned(CAPTURE, chunkBytes, blockBytes)
      expect(chunks).toEqual(planned(CAPTURE, chunkBytes, CAPTURE.length))
      expect([chunks[0]?.from, chunks.at(-1)?.to]).toEqual([0, CAPTURE.length])
      expect(chunks.every((chunk, index) => index === 0 || chunk.from === chunks[index - 1]?.to)).toBe(true)
    }), { numRuns: byDepth(20, 200, 2_000) })
  })

  test('nothing escapes from damaged captures, and chunks cover them', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(CAPTURE.length - 1), fc.nat(255)), { maxLength: 8 }), fc.integer({ min: 1, max: 300 }), async (changes, chunkBytes) => {
      const bytes = Uint8Array.from(CAPTURE)
      for (const [at, byte] of changes) bytes[at] = byte
      const chunks = planned(bytes, chunkBytes, 64)
      expect([chunks[0]?.from, chunks.at(-1)?.to]).toEqual([0, bytes.length])
      const { rows } = await decodeChunks(decoder, memoryEvidence(bytes), chunks)
      expect(new Set(rows.map(({ offset, ordinal }) => eventId('e', offset, ordinal))).size).toBe(rows.length)
    }), { numRuns: byDepth(20, 300, 5_000) })
  })
})

describeWithData('captureDecoder of real captures', ['pcap/ja4/pcap'], () => {
  test.each(['ssh2.pcapng', 'latest.pcapng', 'tls12.pcap', 'quic-tls-handshake.pcapng', 'browsers-x509.pcapng'])('tells what the command tells: %s', async name => {
    const path = testData('pcap/ja4/pcap', name)
    const { rows } = await decodeAll(decoder, readFileSync(path))
    const { events } = await sessionsOf(path)
    expect(rows.map(({ dataset, fields }) => ({ dataset, ...fields }))).toEqual(events)
    expect(new Set(rows.map(({ offset, ordinal }) => `${offset} ${ordinal}`)).size).toBe(rows.length)
  })

  test('in chunks every packet is counted once', async () => {
    for (const name of ['ssh2.pcapng', 'browsers-x509.pcapng']) {
      const bytes = readFileSync(testData('pcap/ja4/pcap', name))
      const packets = (rows: readonly { readonly fields: unknown }[]) => rows.reduce((sum, { fields }) => {
        const { orig_pkts: from = 0, resp_pkts: to = 0 } = fields as { readonly orig_pkts?: number, readonly resp_pkts?: number }
        return sum + from + to
      }, 0)
      const whole = await decodeAll(decoder, bytes)
      const chunks = planned(bytes, 50_000, 65_536)
      const parts = await decodeChunks(decoder, memoryEvidence(bytes), chunks)
      expect([chunks.length > 1, parts.errors, packets(parts.rows)]).toEqual([true, [], packets(whole.rows)])
      expect(new Set(parts.rows.map(({ offset, ordinal }) => `${offset} ${ordinal}`)).size).toBe(parts.rows.length)
    }
  })
})
