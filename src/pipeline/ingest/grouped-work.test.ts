import fc from 'fast-check'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { GroupedWork } from './grouped-work.ts'

test('each gets what its own item came to, however items arrive and whichever of them fail', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ fails: fc.boolean(), turns: fc.nat(3) })), fc.integer({ min: 1, max: 5 }), async (items, most) => {
    const groups: number[] = []
    let working = 0
    const grouped = new GroupedWork<number, string>(async group => {
      expect([++working, group.length <= most]).toEqual([1, true])
      groups.push(group.length)
      await turn()
      working--
      if (group.some(item => items[item]!.fails)) throw new Error(`of ${group.length}`)
      return group.map(item => `result ${item}`)
    }, most)
    const outcomes: Promise<string>[] = []
    for (const [item, { turns }] of items.entries()) {
      for (let n = 0; n < turns; n++) await turn()
      outcomes.push(grouped.run(item).catch((error: Error) => error.message))
    }
    expect(await Promise.all(outcomes)).toEqual(items.map(({ fails }, item) => fails ? 'of 1' : `result ${item}`))
  }))
})

test('what comes while others are worked on is worked on together', async () => {
  const groups: (readonly string[])[] = []
  const grouped = new GroupedWork<string, string>(async group => {
    groups.push(group)
    await turn()
    return group
  }, 3)
  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(item => grouped.run(item)))).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']])
})
