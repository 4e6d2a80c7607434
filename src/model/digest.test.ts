import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestSum } from './digest.ts'

const id = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(value => value.toString(16).padStart(32, '0'))

function digestOf(ids: readonly string[]) {
  const sum = new DigestSum()
  for (const each of ids) sum.add(each)
  return sum.digest()
}

test('a digest is the count and the sum of the ids modulo 2 to the 128', () => {
  fc.assert(fc.property(fc.array(id), ids => {
    const sum = ids.reduce((total, each) => total + BigInt(`0x${each}`), 0n) % (1n << 128n)
    expect(digestOf(ids)).toEqual({ count: ids.length, sum: sum.toString(16).padStart(32, '0') })
  }))
})

test('parts added in any grouping and order give the same digest', () => {
  fc.assert(fc.property(fc.array(id), fc.array(id), (a, b) => {
    const merged = new DigestSum()
    merged.merge(digestOf(b))
    merged.merge(digestOf(a))
    expect(merged.digest()).toEqual(digestOf([...a, ...b]))
  }))
})

test('lanes full of ones stay exact beyond the carry', () => {
  const sum = new DigestSum()
  const ones = 'f'.repeat(32)
  const count = (1 << 20) + 3
  for (let i = 0; i < count; i++) sum.add(ones)
  const expected = (((1n << 128n) - 1n) * BigInt(count)) % (1n << 128n)
  expect(sum.digest()).toEqual({ count, sum: expected.toString(16).padStart(32, '0') })
})

test('ids as bytes give the digest of the same ids as text', () => {
  fc.assert(fc.property(fc.array(id), ids => {
    const sum = new DigestSum()
    sum.addBytes(Buffer.from(ids.join(''), 'hex'))
    expect(sum.digest()).toEqual(digestOf(ids))
  }))
})
