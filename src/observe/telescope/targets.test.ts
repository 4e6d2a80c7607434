import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { SECOND_US } from '../../model/time.ts'
import { carpetBombings } from './carpet-bombing.ts'
import { Targets } from './targets.ts'

const START = 1_700_000_000_000_000

/** What is told of one target that answers at these seconds. */
function attacksAt(seconds: readonly number[]) {
  const targets = new Targets()
  for (const second of seconds) targets.accept4(0xc0000201, START + Math.round(second * SECOND_US))
  return targets.attacks()
}

const spread = (count: number, over: number) => Array.from({ length: count }, (_, index) => index * over / (count - 1))

describe('an attack is told exactly from its limits on', () => {
  test('24 and 25 packets', () => {
    const thirtyAMinute = new Targets({ packets: 25, durationUs: 60 * SECOND_US, packetsPerMinute: 20, silenceUs: 300 * SECOND_US })
    for (const second of spread(24, 60)) thirtyAMinute.accept4(1, START + second * SECOND_US)
    for (const second of spread(25, 60)) thirtyAMinute.accept4(2, START + Math.round(second * SECOND_US))
    expect(thirtyAMinute.attacks()).toMatchObject([{ target: '0.0.0.2', packets: 25, maxPacketsPerMinute: 24 }])
  })

  test('59 and 60 seconds', () => {
    expect(attacksAt(spread(100, 59))).toEqual([])
    expect(attacksAt(spread(100, 59.999_999))).toEqual([])
    expect(attacksAt(spread(100, 60))).toMatchObject([{ target: '192.0.2.1', packets: 100, firstSeen: START, lastSeen: START + 60 * SECOND_US }])
  })

  test('29 and 30 packets in some minute', () => {
    const calm = spread(12, 240)
    expect(attacksAt([...calm, ...spread(27, 20).map(second => second + 241)])).toEqual([])
    expect(attacksAt([...calm, ...spread(28, 20).map(second => second + 241)])).toMatchObject([{ packets: 40, maxPacketsPerMinute: 30 }])
  })
})

test('silence of more than five minutes makes two attacks', () => {
  const one = spread(100, 90)
  expect(attacksAt([...one, ...one.map(second => second + 390)])).toHaveLength(1)
  expect(attacksAt([...one, ...one.map(second => second + 390.1)])).toHaveLength(2)
})

test('the window counts what a plain count over all windows from the first packet on counts', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 280 }), { minLength: 1, maxLength: 200 }), given => {
    const seconds = given.sort((a, b) => a - b)
    const first = seconds[0]!
    const windows = Array.from({ length: 40 }, (_, index) => first + 10 * (index - 5))
    const most = Math.max(...windows.map(from => seconds.filter(second => second >= from && second < from + 60).length))
    const isAttack = seconds.length >= 25 && seconds.at(-1)! - first >= 60 && most >= 30
    expect(attacksAt(seconds)).toMatchObject(isAttack ? [{ packets: seconds.length, maxPacketsPerMinute: most }] : [])
  }), { numRuns: byDepth(200, 2_000, 20_000) })
})

test('beyond the limit targets are counted as forgotten', () => {
  const targets = new Targets(undefined, 4)
  for (let address = 0; address < 6; address++) targets.accept4(address, START)
  expect(targets.forgotten).toBe(2)
})

test('many attacked addresses of a network within half an hour are carpet bombing, fewer or slower ones are not', () => {
  const attacked = (count: number, seconds: number) => Array.from({ length: count }, (_, index) => ({
    target: `192.0.2.${index}`, address4: 0xc0000200 + index, firstSeen: START + index * seconds * SECOND_US, lastSeen: START + (index * seconds + 60) * SECOND_US, packets: 40, maxPacketsPerMinute: 30,
  }))
  expect(carpetBombings(attacked(64, 20))).toMatchObject([{ target: '192.0.2.0/24', targets: 64, packets: 64 * 40, firstSeen: START }])
  expect([carpetBombings(attacked(63, 20)), carpetBombings(attacked(64, 29))]).toEqual([[], []])
})
