import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { eventId } from '../../model/ids.ts'
import { ByteColumn } from './byte-column.ts'
import { EventIdHasher } from './event-id-hasher.ts'

test('an id in the column is the id of the model', () => {
  const evidence = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
  const places = fc.array(fc.tuple(fc.oneof(fc.maxSafeNat(), fc.nat(99), fc.constant(Number.MAX_SAFE_INTEGER)), fc.oneof(fc.nat(9), fc.nat(2 ** 32 - 1))), { minLength: 1, maxLength: 9 })
  fc.assert(fc.property(evidence, places, (name, each) => {
    const ids = new ByteColumn()
    const hasher = new EventIdHasher(name)
    for (const [offset, ordinal] of each) hasher.write(offset, ordinal, ids)
    expect(Buffer.from(ids.bytes).toString('hex')).toBe(each.map(([offset, ordinal]) => eventId(name, offset, ordinal)).join(''))
  }), { numRuns: byDepth(100, 1_000, 100_000) })
})
