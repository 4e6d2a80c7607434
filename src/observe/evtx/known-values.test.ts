import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { ChunkReader } from './chunk-reader.ts'
import { ChunkFixture } from './evtx-fixture.ts'
import { ARRAY_FLAG, VALUE } from './layout.ts'
import { decodeValue, UNREADABLE } from './value.ts'

/** Few bytes and few lengths, so that many are alike in one of type, size and bytes, and some in all. */
const plainType = fc.constantFrom(...Object.values(VALUE).filter(type => type !== VALUE.binaryXml))
const value = fc.record({
  type: fc.tuple(plainType, fc.constantFrom(0, ARRAY_FLAG)).map(([type, flag]) => type | flag),
  bytes: fc.tuple(fc.constantFrom(0, 4, 8, 16, 28, 60, 300), fc.constantFrom(0, 1, 0x41), fc.nat(1)).map(([length, byte, last]) => {
    const bytes = new Uint8Array(length).fill(byte)
    if (length > 0) bytes[length - 1] = last
    return bytes
  }),
})

test('a value that was met before is what decoding its bytes gives', () => {
  fc.assert(fc.property(fc.array(value, { maxLength: 20 }), values => {
    const fixture = new ChunkFixture()
    const from = fixture.instanceRecord(values, body => body.element('Event'))
    const to = fixture.position
    const chunk = fixture.finish()
    let unreadable = 0
    const read = new ChunkReader(chunk, () => unreadable++).readRecord(from, to)
    const decoded = values.map(({ type, bytes }) => plainly(type, Buffer.from(bytes)))
    const hexOf = (at: number) => Buffer.from(values[at]!.bytes).toString('hex').toUpperCase()
    expect(read.slots).toEqual(decoded.map((plain, at) => (plain === UNREADABLE ? hexOf(at) : plain)))
    expect(unreadable).toBe(decoded.filter(plain => plain === UNREADABLE).length)
  }), { numRuns: byDepth(200, 2_000, 100_000) })
})

function plainly(type: number, bytes: Buffer): ReturnType<typeof decodeValue> {
  return decodeValue({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }, type, 0, bytes.length)
}
