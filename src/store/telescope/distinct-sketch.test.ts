import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { DistinctSketch } from './distinct-sketch.ts'

function sketchOf(given: Iterable<number>): DistinctSketch {
  const sketch = new DistinctSketch()
  for (const address of given) sketch.add4(address)
  return sketch
}

/** So many addresses, all different, in no order of the hash. */
function* addresses(count: number, first = 0): Generator<number> {
  for (let index = first; index < first + count; index++) yield Math.imul(index, 0x01000193) >>> 0
}

describe('the number of distinct addresses', () => {
  test.each([[0, 0], [1, 0], [100, 3], [1_000, 60], [10_000, 650], [1_000_000, 65_000], ...byDepth<[number, number][]>([], [[20_000_000, 1_300_000]], [[100_000_000, 6_500_000]])])(
    'of %i is told within four standard errors', (count, most) => {
      expect(Math.abs(sketchOf(addresses(count)).count - count)).toBeLessThanOrEqual(most)
    }, 120_000)

  test('grows by nothing when they come again', () => {
    const sketch = sketchOf(addresses(5_000))
    const before = sketch.bytes.slice()
    for (const address of addresses(5_000)) sketch.add4(address)
    expect(sketch.bytes).toEqual(before)
  })

  test('of IPv6 is told too', () => {
    const sketch = new DistinctSketch()
    for (const address of addresses(10_000)) sketch.add6(Uint32Array.of(9, 0x20010db8, 0, 0, address), 1)
    expect(Math.abs(sketch.count - 10_000)).toBeLessThan(650)
  })
})

const some = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 900 })

test('merged sketches are that of all together, in any order and through their bytes', () => {
  fc.assert(fc.property(some, some, (left, right) => {
    const together = sketchOf([...left, ...right]).bytes
    for (const [a, b] of [[left, right], [right, left]] as const) {
      const merged = DistinctSketch.read(sketchOf(a).bytes)!
      merged.merge(DistinctSketch.read(sketchOf(b).bytes)!)
      expect(Buffer.compare(merged.bytes, together)).toBe(0)
    }
  }), { numRuns: byDepth(20, 200, 2_000) })
})

test('bytes that are no sketch are refused', () => {
  expect([[1], [0, 0, 255], [1, 0, 0], [63, 0, 0], Array.from({ length: 4_096 }, () => 34)].map(bytes => DistinctSketch.read(Uint8Array.from(bytes)))).toEqual([null, null, null, null, null])
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
    const sketch = DistinctSketch.read(bytes)
    expect(sketch === null || sketch.count >= 0).toBe(true)
  }), { numRuns: byDepth(100, 1_000, 10_000) })
})
