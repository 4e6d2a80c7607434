import { expect, test } from 'vitest'
import { silentPrior } from './silent-prior.ts'
import { surprise } from './surprise.ts'

/** How surprising five newcomers in an hour are on a port that was silent for a day. */
function fiveOn(totals: readonly number[]): number {
  const prior = silentPrior(totals, 288)
  return surprise(5, 12, prior.hosts, 288 + prior.bins)
}

test('a few newcomers say much where silent ports stay silent, and little where many ports are asked for now and then', () => {
  const silent = fiveOn([400, 300, 200, 100])
  const lively = fiveOn(Array.from({ length: 20_000 }, () => 2))
  expect(silent).toBeGreaterThan(9)
  expect(lively).toBeLessThan(silent - 2)
})

test('nothing is certain after a short past, and nothing is infinite without any newcomer', () => {
  const prior = silentPrior([], 6)
  expect(surprise(3, 6, prior.hosts, 6 + prior.bins)).toBeLessThan(15)
  expect(prior.hosts).toBeGreaterThan(0)
})
