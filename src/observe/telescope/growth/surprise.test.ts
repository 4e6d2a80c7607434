import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { surprise } from './surprise.ts'

/** The same for a whole past, from the first principle: r successes before so many failures, one after the other. */
function negativeBinomialTail(count: number, window: number, past: number, exposure: number): number {
  const stay = exposure / (exposure + window)
  let chance = stay ** past
  let below = 0
  for (let n = 0; n < count; n++) {
    below += chance
    chance *= (1 - stay) * (n + past) / (n + 1)
  }
  return 1 - below
}

test('is the negative binomial tail, as its definition says', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }), (count, window, past, exposure) => {
    const expected = negativeBinomialTail(count, window, past, exposure)
    fc.pre(count > past * window / exposure && expected > 1e-6)
    expect(surprise(count, window, past, exposure)).toBeCloseTo(-Math.log10(expected), 6)
  }), { numRuns: byDepth(50, 500, 5_000) })
})

test('grows with the number, and is nothing up to what is expected', () => {
  const scores = [2, 5, 10, 100, 10_000].map(count => surprise(count, 6, 4, 12))
  expect([scores[0], scores.toSorted((a, b) => a - b), scores.every(Number.isFinite)]).toEqual([0, scores, true])
})
