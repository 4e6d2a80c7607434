import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { Random } from '../generate/random.ts'
import type { ActivityTensor } from './activity-ring.ts'
import { ActivityRing } from './activity-ring.ts'
import { SYNCHRONY_SLOTS } from './defaults.ts'
import { linkedShare } from './graphical-lasso.ts'
import { explainedByMatrix, explainedByTensor } from './nonnegative-factors.ts'
import { actsAsOne, synchronyOf } from './synchrony.ts'

/** Hosts of which each does in a slot what the function says. */
function tensorOf(hosts: number, packets: (host: number, port: number, slot: number) => number, ports = 2): ActivityTensor {
  const values = new Float64Array(hosts * ports * SYNCHRONY_SLOTS)
  for (let host = 0; host < hosts; host++) for (let port = 0; port < ports; port++) for (let slot = 0; slot < SYNCHRONY_SLOTS; slot++) {
    values[(host * ports + port) * SYNCHRONY_SLOTS + slot] = Math.log1p(packets(host, port, slot))
  }
  return { hosts, ports, slots: SYNCHRONY_SLOTS, values }
}

describe('the graphical lasso', () => {
  test('of two variables links them when their covariance exceeds the penalty', () => {
    fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), covariance => {
      expect(linkedShare(Float64Array.of(1, covariance, covariance, 1), 2, 0.4)).toBe(Math.abs(covariance) > 0.4 ? 1 : 0)
    }), { numRuns: byDepth(20, 200, 2_000) })
  })

  test('does not link what goes together only through a third', () => {
    // A chain: a and c follow b.
    const chain = Float64Array.of(1, 0.8, 0.5, 0.8, 1, 0.8, 0.5, 0.8, 1)
    expect([linkedShare(chain, 3, 0.1), linkedShare(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3, 0.1)]).toEqual([2 / 3, 0])
  })
})

describe('non-negative factors', () => {
  test('explain all of what is a few patterns, and the tensor no more than the matrix can', () => {
    const rise = tensorOf(12, (_, port, slot) => (port === 0 && slot >= 6 ? 5 : 0))
    expect([explainedByMatrix(rise, 1), explainedByTensor(rise, 1)].map(share => share > 0.999)).toEqual([true, true])
  })

  test('explain little of hosts that do as they like', () => {
    const random = new Random(3, 1)
    const noise = tensorOf(32, () => (random.below(12) === 0 ? 1 : 0))
    expect([explainedByMatrix(noise, 3) < 0.45, explainedByTensor(noise, 3) < 0.45]).toEqual([true, true])
  })
})

describe('synchrony', () => {
  test('is of hosts that go on once they have begun, not of those that come now and then', () => {
    const random = new Random(5, 1)
    const bots = synchronyOf(tensorOf(24, (host, port, slot) => (port === 0 && slot >= host / 2 ? 4 + random.below(3) : 0)))
    const strangers = synchronyOf(tensorOf(24, () => (random.below(20) === 0 ? 1 : 0)))
    expect([actsAsOne(bots!), actsAsOne(strangers!)]).toEqual([true, false])
  })

  test('needs some hosts', () => {
    expect(synchronyOf(tensorOf(7, () => 1))).toBe(null)
  })
})

test('the ring gives back what the hosts of a port did in the last two hours, on it and elsewhere', () => {
  const ring = new ActivityRing()
  ring.add(1, 23, 0)
  for (const [host, port, bin] of [[1, 23, 100], [1, 23, 100], [1, 80, 101], [2, 23, 101], [3, 80, 101]] as const) ring.add(host, port, bin)
  const { hosts, ports, slots, values } = ring.tensor(23, 102)
  expect([hosts, ports, slots]).toEqual([2, 2, SYNCHRONY_SLOTS])
  const packets = Array.from(values, value => Math.round(Math.expm1(value)))
  expect(packets.flatMap((count, at) => (count === 0 ? [] : [[Math.floor(at / slots), at % slots, count]]))).toEqual([[0, 22, 2], [1, 23, 1], [2, 23, 1]])
})
