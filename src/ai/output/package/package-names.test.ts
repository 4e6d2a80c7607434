import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { PackageNames } from './package-names.ts'

const names = new PackageNames(['react', 'react-dom', 'redux', 'express', 'lodash', 'lodash.merge', 'vue', '@acme/ui', '@acme/api', 'requests'])

describe('names of packages', () => {
  test('are known as a whole, and by how they begin', () => {
    expect([names.size, names.has('react'), names.has('reac'), names.has('react-do'), names.has(''), names.has('zzz')]).toEqual([10, true, false, false, false, false])
    expect([names.startsSome('lodash.'), names.startsSome('lodash-'), names.startsSome('zz')]).toEqual([true, false, false])
    expect([new PackageNames([]).has('a'), new PackageNames([]).nearest('react'), new PackageNames(['a', 'a']).size]).toEqual([false, null, 1])
  })

  test.each([
    ['raect', 'react'], ['reactt', 'react'], ['expres', 'express'], ['eexpresss', 'express'], ['request', 'requests'], ['reqeust', 'requests'], ['@acme/u', '@acme/ui'], ['vu', 'vue'], ['xeact', 'react'],
    ['vv', null], ['vxx', null], ['fastify', null], ['xxact', null], ['react-dome-tree', null], ['', null],
  ])('%j is nearest to %j', (name, nearest) => expect(names.nearest(name)).toBe(nearest))

  test('are found as in a set, and the nearest as by comparing with each', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), minLength: 1, maxLength: 7 })
    fc.assert(fc.property(fc.array(name, { maxLength: 40 }), name, (list, wanted) => {
      const made = new PackageNames(list)
      expect([made.size, made.has(wanted), made.startsSome(wanted)]).toEqual([new Set(list).size, list.includes(wanted), list.some(each => each.startsWith(wanted))])
      const edits = list.map(each => editsBetween(each, wanted))
      const allowed = list.filter((each, index) => edits[index]! <= 1 || (edits[index] === 2 && wanted.length > 4 && each[0] === wanted[0]))
      const [nearest] = allowed.toSorted((one, other) => editsBetween(one, wanted) - editsBetween(other, wanted) || beginning(other, wanted) - beginning(one, wanted) || (one < other ? -1 : 1))
      expect(made.nearest(wanted)).toBe(nearest ?? null)
    }), { numRuns: byDepth(500, 5_000, 200_000) })
  })

  test('of which there are many are asked in milliseconds', () => {
    const many = new PackageNames(Array.from({ length: byDepth(20_000, 200_000, 1_000_000) }, (_, index) => `${(index * 2_654_435_761 % 4_294_967_296).toString(36)}-${index.toString(36)}`))
    const before = process.cpuUsage()
    for (let index = 0; index < 20; index++) many.nearest(`${index}made-up-${'x'.repeat(200)}`.slice(0, 10 * index + 8))
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })
})

function beginning(one: string, other: string): number {
  const differs = [...one].findIndex((letter, index) => letter !== other[index])
  return differs < 0 ? one.length : differs
}

/** The textbook's table. */
function editsBetween(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_first, row) => Array.from({ length: other.length + 1 }, (_second, column) => (row === 0 ? column : column === 0 ? row : 0)))
  for (let i = 1; i <= one.length; i++) {
    for (let j = 1; j <= other.length; j++) {
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1)
    }
  }
  return table[one.length]![other.length]!
}
