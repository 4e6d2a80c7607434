import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { formatTime, LAST_TIME_US } from '../../model/time.ts'
import { guessTime, readTime } from './timestamps.ts'
import type { Timestamp } from './timestamp.ts'
import type { TimeFormat } from './timestamps.ts'

const MARCH_2026 = Date.UTC(2026, 2, 5, 12) * 1_000

function shown(time: Timestamp | null): string | null {
  if (time === null) return null
  const flags = Object.entries(EVENT_FLAGS).filter(([, bit]) => (time.flags & bit) !== 0).map(([name]) => ` ${name}`)
  return formatTime(time.microseconds) + flags.join('')
}

describe('readTime', () => {
  test.each<[TimeFormat, string | number | bigint, string | null]>([
    ['iso', '2026-04-17T05:24:53.0888499Z', '2026-04-17T05:24:53.088849Z'],
    ['iso', '2020-08-06 11:56:04', '2020-08-06T11:56:04.000000Z zoneAssumed'],
    ['iso', 'yesterday', null],
    ['clf', '10/Oct/2000:13:55:36 -0700', '2000-10-10T20:55:36.000000Z'],
    ['clf', '[01/jan/2026:00:00:00.25]', '2026-01-01T00:00:00.250000Z zoneAssumed'],
    ['clf', '31/Feb/2000:13:55:36 -0700', null],
    ['rfc3164', 'Oct 11 22:14:15', '2025-10-11T22:14:15.000000Z zoneAssumed yearAssumed'],
    ['rfc3164', 'Mar  6 11:59:59', '2026-03-06T11:59:59.000000Z zoneAssumed yearAssumed'],
    ['rfc3164', 'Mar  6 12:00:01', '2025-03-06T12:00:01.000000Z zoneAssumed yearAssumed'],
    ['rfc3164', 'Feb 29 10:00:00.123', '2024-02-29T10:00:00.123000Z zoneAssumed yearAssumed'],
    ['rfc3164', 'Jan 18 2021 11:29:03: ', '2021-01-18T11:29:03.000000Z zoneAssumed'],
    ['rfc3164', 'Jul 28 11:28:00 2026', '2026-07-28T11:28:00.000000Z zoneAssumed'],
    ['rfc3164', 'Jul 28 11:28:00 UTC', '2025-07-28T11:28:00.000000Z yearAssumed'],
    ['rfc3164', 'Foo 28 11:28:00', null],
    ['epoch-s', 1_596_729_367.158301, '2020-08-06T15:56:07.158301Z'],
    ['epoch-s', '1596729367', '2020-08-06T15:56:07.000000Z'],
    ['epoch-ms', 1_596_729_367_158, '2020-08-06T15:56:07.158000Z'],
    ['epoch-us', '1596729367158301', '2020-08-06T15:56:07.158301Z'],
    ['epoch-ns', 1_596_729_367_158_301_999n, '2020-08-06T15:56:07.158301Z'],
    ['epoch-s', -1, null],
    ['epoch-s', 1e21, null],
    ['epoch-s', '', null],
    ['filetime', '132412029671583010', '2020-08-06T15:56:07.158301Z'],
    ['filetime', '0x01d66c0a18902d22', '2020-08-06T15:56:07.158301Z'],
    ['filetime', 0, null],
  ])('reads %s %s', (format, value, expected) => {
    expect(shown(readTime(value, format, MARCH_2026))).toBe(expected)
  })

  test('reads nothing from what is no text and no number', () => {
    for (const value of [undefined, null, true, [], {}, 'x'.repeat(100_000)]) expect(readTime(value, 'iso', 0)).toBeNull()
  })
})

describe('guessTime', () => {
  test.each<[string | number, string | null]>([
    [1_596_729_367, '2020-08-06T15:56:07.000000Z'],
    ['1596729367.5', '2020-08-06T15:56:07.500000Z'],
    [1_596_729_367_158, '2020-08-06T15:56:07.158000Z'],
    ['1596729367158301', '2020-08-06T15:56:07.158301Z'],
    ['1596729367158301999', '2020-08-06T15:56:07.158301Z'],
    ['2020-08-06T15:56:07+09:00', '2020-08-06T06:56:07.000000Z'],
    ['Fri, 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000000Z'],
    ['2026/4/17 5:24:53', '2026-04-17T05:24:53.000000Z zoneAssumed'],
    ['4/17/2026 12:24:53 AM', '2026-04-17T00:24:53.000000Z zoneAssumed'],
    ['4/17/2026 5:24 pm', '2026-04-17T17:24:00.000000Z zoneAssumed'],
    ['17/4/2026 5:24', null],
    ['4/17/2026 13:24 PM', null],
    ['20260417052453', '2026-04-17T05:24:53.000000Z zoneAssumed'],
    [20_261_317_052_453, null],
    ['/Date(1596729367158)/', '2020-08-06T15:56:07.158000Z'],
    ['soon', null],
  ])('reads %s', (value, expected) => {
    expect(shown(guessTime(value, MARCH_2026))).toBe(expected)
  })

  test('reads back every time that is written in microseconds, as ISO 8601 and as seconds', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: LAST_TIME_US }), microseconds => {
      const iso = formatTime(microseconds)
      expect(guessTime(iso, 0)).toEqual({ microseconds, flags: 0 })
      const seconds = `${Math.floor(microseconds / 1e6)}.${String(microseconds % 1e6).padStart(6, '0')}`
      expect(guessTime(seconds, 0)).toEqual({ microseconds, flags: 0 })
    }), { numRuns: byDepth(200, 2_000, 100_000) })
  })

  test('never throws, and never answers outside the years that hold', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.stringMatching(/^[0-9/: A-Z.+-]{1,30}$/)), value => {
      const time = guessTime(value, MARCH_2026)
      expect(time === null || (time.microseconds >= 0 && time.microseconds <= LAST_TIME_US)).toBe(true)
    }), { numRuns: byDepth(500, 5_000, 200_000) })
  })
})
