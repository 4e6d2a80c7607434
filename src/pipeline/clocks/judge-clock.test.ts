import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { HOUR_US, MINUTE_US, SECOND_US } from '../../model/time.ts'
import { CLOCK_SAMPLES_NEEDED } from './defaults.ts'
import { judgeClock } from './judge-clock.ts'

/** Delays of as many records, evenly from one to another, in seconds. */
function between(from: number, to: number, count = 40): number[] {
  return Array.from({ length: count }, (_, index) => (from + (to - from) * index / (count - 1)) * SECOND_US)
}

describe('judgeClock', () => {
  test.each([
    ['records of now', between(0, 3), 'right', 0],
    ['times cut to whole seconds by a clock that is a little ahead', between(-1, 0.5), 'right', 0],
    ['a shipper that sends each hour', between(0, 3_600), 'late', null],
    ['one record of the future among many', [...between(0, 2), -3_600 * SECOND_US], 'right', 0],
    ['a clock that is five minutes ahead', between(-300, -296), 'ahead', 300],
    ['records of the future that came by different ways', between(-7_000, 100), 'ahead', null],
    ['a clock that is a hundred seconds behind', between(100, 104), 'behind', -100],
    ['what was held back', between(100, 5_000), 'late', null],
    ['the time of Tokyo read as UTC', between(-32_400, -32_395), 'zone', 32_400],
    ['the time of New York read as UTC', between(18_000, 18_004), 'zone', -18_000],
    ['the time of India read as UTC', between(-19_800, -19_799), 'zone', 19_800],
    ['the time of Nepal read as UTC', between(-20_700, -20_699), 'zone', 20_700],
    ['a clock that is off by more than two zones can be', between(-100_800, -100_799), 'ahead', 100_800],
  ])('%s', (_, delays, state, ahead) => {
    const { state: told, aheadUs } = judgeClock(delays)
    expect(told).toBe(state)
    if (ahead !== null) expect(Math.abs((aheadUs ?? Number.NaN) / SECOND_US - ahead)).toBeLessThan(1)
  })

  test('says nothing of few records', () => {
    expect(judgeClock(between(-9_000, -9_000, CLOCK_SAMPLES_NEEDED - 1))).toEqual({ state: 'unknown', aheadUs: null, delayUs: null })
  })

  test('finds any whole quarter of an hour, whatever short delays there are and in whatever order', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 20 * SECOND_US }), { minLength: CLOCK_SAMPLES_NEEDED, maxLength: 50 })
    fc.assert(fc.property(fc.integer({ min: -104, max: 104 }).filter(quarters => quarters !== 0), delays, (quarters, added) => {
      const aheadUs = quarters * 15 * MINUTE_US
      expect(judgeClock(added.map(each => each - aheadUs))).toMatchObject({ state: 'zone', aheadUs })
    }), { numRuns: byDepth(50, 1_000, 10_000) })
  })

  test('delays alone, however they are spread, never make a clock ahead', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 100 * HOUR_US }), { minLength: CLOCK_SAMPLES_NEEDED, maxLength: 50 })
    fc.assert(fc.property(delays, times => {
      const { aheadUs } = judgeClock(times)
      expect(aheadUs === null || aheadUs <= 0).toBe(true)
    }), { numRuns: byDepth(50, 1_000, 10_000) })
  })
})
