import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodePackets } from './decode-packets.ts'
import { HeaderDecoder } from './header-decoder.ts'
import { LINK } from './link-types.ts'
import { PacketBatch } from './packet-batch.ts'
import { captureRecord } from './write-capture.ts'

/** Bytes before the frame in a record. */
const RECORD_HEADER_BYTES = 16

const frame = fc.record({
  optionWords: fc.integer({ min: 0, max: 10 }),
  payloadBytes: fc.integer({ min: 0, max: 40 }),
  flags: fc.integer({ min: 0, max: 255 }),
  addresses: fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  dontFragment: fc.boolean(),
  /** Changed bytes, mostly of the headers. */
  flips: fc.array(fc.tuple(fc.integer({ min: 12, max: 60 }), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
  /** Bytes that the capture left away, or that pad the frame. */
  cut: fc.oneof(fc.constant(0), fc.integer({ min: -8, max: 60 })),
})

type Frame = typeof frame extends fc.Arbitrary<infer Value> ? Value : never

function bytesOf({ optionWords, payloadBytes, flags, addresses: [source, destination], dontFragment, flips, cut }: Frame): Uint8Array {
  const record = captureRecord(0, { source, destination, ttl: 64, id: 54_321, dontFragment, content: {
    kind: 'tcp', sourcePort: 65_535, destinationPort: 23, sequence: 2 ** 32 - 1, acknowledgement: 2 ** 31, flags, window: 65_535,
    options: new Uint8Array(4 * optionWords), payload: new Uint8Array(payloadBytes),
  } })
  const whole = Buffer.concat([record.subarray(RECORD_HEADER_BYTES), new Uint8Array(8)])
  for (const [at, value] of flips) if (at < whole.length) whole[at] = value
  return whole.subarray(0, Math.max(1, whole.length - 8 - cut))
}

function batchOf(frames: readonly Uint8Array[]): PacketBatch {
  const batch = new PacketBatch()
  batch.bytes = Buffer.concat(frames)
  let at = 0
  for (const each of frames) {
    batch.add(0, at, each.length, each.length, LINK.ethernet)
    at += each.length
  }
  return batch
}

/** All columns as far as the batch is filled. */
function columnsOf(batch: PacketBatch): Record<string, string> {
  return Object.fromEntries(Object.entries(batch).flatMap(([name, column]) =>
    ((column instanceof Uint8Array || column instanceof Uint16Array || column instanceof Uint32Array) && name !== 'bytes' ? [[name, String(column.subarray(0, batch.count))]] : [])))
}

test('the fast way reads what the walk over the headers does, whatever comes', () => {
  fc.assert(fc.property(fc.array(frame, { minLength: 1, maxLength: 20 }), frames => {
    const fast = batchOf(frames.map(bytesOf))
    const slow = batchOf(frames.map(bytesOf))
    decodePackets(fast)
    const walk = new HeaderDecoder(slow, () => true)
    for (let row = 0; row < slow.count; row++) walk.decode(row)
    expect(columnsOf(fast)).toEqual(columnsOf(slow))
  }), { numRuns: byDepth(60, 500, 50_000) })
})
