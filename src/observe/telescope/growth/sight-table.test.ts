import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { SightTable } from './sight-table.ts'

const sights = fc.array(fc.tuple(fc.nat(40), fc.nat(2), fc.nat(3)), { maxLength: 200 })

test('remembers what a map remembers, also after the oldest were dropped', () => {
  fc.assert(fc.property(sights, fc.nat(60), (list, dropped) => {
    const table = new SightTable(1_000, 8)
    const oracle = new Map<string, { first: number, last: number, count: number }>()
    let bin = 0
    const see = (low: number, high: number) => {
      const slot = table.slot(low, high, bin)
      table.count[slot]!++
      table.last[slot] = bin
      // Two zeros stand for the key (0, 1).
      const key = low === 0 && high === 0 ? '0,1' : `${low},${high}`
      const known = oracle.get(key) ?? { first: bin, last: bin, count: 0 }
      oracle.set(key, { ...known, last: bin, count: known.count + 1 })
      return [table.first[slot], table.last[slot], table.count[slot]]
    }
    for (const [low, high, step] of list) {
      bin += step
      const seen = see(low, high)
      const { first, last, count } = oracle.get(low === 0 && high === 0 ? '0,1' : `${low},${high}`)!
      expect(seen).toEqual([first, last, count])
    }
    table.dropBefore(dropped)
    for (const [key, { last }] of oracle) if (last < dropped) oracle.delete(key)
    expect(table.size).toBe(oracle.size)
  }), { numRuns: byDepth(30, 300, 3_000) })
})

test('counts what it has no room for', () => {
  const table = new SightTable(3, 8)
  expect([1, 2, 3, 4, 1].map(key => table.slot(key, 1, 0) >= 0)).toEqual([true, true, true, false, true])
  expect([table.size, table.isFull, table.forgotten]).toEqual([3, true, 1])
})
