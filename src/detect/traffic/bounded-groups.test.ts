import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoundedGroups } from './bounded-groups.ts'

test('the group that was not asked for longest goes first', () => {
  const groups = new BoundedGroups(2, () => ({ seen: 0 }))
  for (const key of ['a', 'b', 'a', 'c', 'a']) groups.of(key).seen++
  expect([groups.has('b'), groups.of('a').seen, groups.of('c').seen, groups.forgotten]).toEqual([false, 3, 1, 1])
})

test('there are never more than may be, and the same questions give the same answers', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (keys, most) => {
    const run = () => {
      const groups = new BoundedGroups(most, () => ({ seen: 0 }))
      const seen = keys.map(key => ++groups.of(key).seen)
      return [seen, [...'abcdefgh'].filter(key => groups.has(key)), groups.forgotten] as const
    }
    expect(run()).toEqual(run())
    expect(run()[1].length).toBeLessThanOrEqual(most)
  }))
})
