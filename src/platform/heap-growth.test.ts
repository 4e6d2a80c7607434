import { expect, test } from 'vitest'
import { heapGrowth } from './heap-growth.ts'

test('a heap may grow by 40 MB or a fifth, whichever is more, and never by more than it holds', () => {
  expect([1e6, 30e6, 40e6, 80e6, 200e6, 1_000e6].map(heapGrowth)).toEqual([100, 100, 100, 50, 20, 20])
})
