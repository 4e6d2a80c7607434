import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyIsoTime, formatTime, hourOf, LAST_TIME_US, parseIsoTime, plainIsoTime } from './time.ts'

test('every time of the range is printed with six digits and read back exactly', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: LAST_TIME_US }), time => {
    const text = formatTime(time)
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(parseIsoTime(text)).toEqual({ microseconds: time, zoneAssumed: false })
  }))
})

test('a time in the usual form is read letter by letter as the grammar reads it', () => {
  const part = (max: number) => fc.integer({ min: 0, max }).map(value => String(value).padStart(2, '0'))
  const year = fc.oneof(fc.integer({ min: 1960, max: 2260 }), fc.integer({ min: 0, max: 9_999 })).map(value => String(value).padStart(4, '0'))
  const fraction = fc.oneof(fc.constant(''), fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 13 }).map(digits => `.${digits}`))
  const text = fc.tuple(year, part(13), part(32), fc.constantFrom('T', ' ', 't'), part(24), part(60), part(61), fraction, fc.constantFrom('', '', 'Z', 'z', 'x', '+00:00'))
    .map(([y, month, day, t, hour, minute, second, rest, zone]) => `${y}-${month}-${day}${t}${hour}:${minute}:${second}${rest}${zone}`)
  const damaged = fc.tuple(text, fc.nat(24), fc.constantFrom('x', '-', '１', '')).map(([whole, at, letter]) => whole.slice(0, at) + letter + whole.slice(at + 1))
  fc.assert(fc.property(fc.oneof(text, damaged), written => {
    const plain = plainIsoTime(written)
    if (plain !== null) expect(plain).toEqual(anyIsoTime(written))
    expect(parseIsoTime(written)).toEqual(anyIsoTime(written))
  }), { numRuns: 2_000 })
  expect(plainIsoTime('2024-02-29 10:11:12.345')).toEqual({ microseconds: Date.UTC(2024, 1, 29, 10, 11, 12, 345) * 1_000, zoneAssumed: true })
})

describe('an ISO time', () => {
  const cases: [text: string, formatted: string | null, zoneAssumed?: boolean][] = [
    ['2026-04-17T05:24:53.088849Z', '2026-04-17T05:24:53.088849Z'],
    ['2026-04-17T05:24:53.0888499Z', '2026-04-17T05:24:53.088849Z'],
    ['2026-04-17T05:24:53Z', '2026-04-17T05:24:53.000000Z'],
    ['2026-04-17 05:24:53.079', '2026-04-17T05:24:53.079000Z', true],
    ['2026-04-17 05:24:53,5', '2026-04-17T05:24:53.500000Z', true],
    ['2026-04-17T14:24:53+09:00', '2026-04-17T05:24:53.000000Z'],
    ['2026-04-17T14:24:53+0900', '2026-04-17T05:24:53.000000Z'],
    ['2026-04-17T14:24:53+09', '2026-04-17T05:24:53.000000Z'],
    ['2026-04-17T00:24:53-05:30', '2026-04-17T05:54:53.000000Z'],
    ['2026-04-17 05:24 UTC', '2026-04-17T05:24:00.000000Z'],
    ['2026-04-17', '2026-04-17T00:00:00.000000Z', true],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000000Z'],
    ['2026-02-29T00:00:00Z', null],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
    ['2026-13-01T00:00:00Z', null],
    ['2026-04-17T24:00:00Z', null],
    ['1969-12-31T23:59:59Z', null],
    ['2255-06-05T23:47:34.740991Z', '2255-06-05T23:47:34.740991Z'],
    ['2255-06-05T23:47:34.740992Z', null],
    ['yesterday', null],
    ['', null],
  ]
  test.each(cases)('%j is %j', (text, formatted, zoneAssumed = false) => {
    const parsed = parseIsoTime(text)
    expect(parsed && { text: formatTime(parsed.microseconds), zoneAssumed: parsed.zoneAssumed })
      .toEqual(formatted === null ? null : { text: formatted, zoneAssumed })
  })

  test('no text makes the parser throw or answer outside 1970 to 2255', () => {
    fc.assert(fc.property(fc.string(), text => {
      const parsed = parseIsoTime(text)
      expect(parsed === null || (parsed.microseconds >= 0 && parsed.microseconds <= LAST_TIME_US)).toBe(true)
    }))
  })
})

test('an hour begins at its first microsecond', () => {
  expect([hourOf(3_599_999_999), hourOf(3_600_000_000)]).toEqual([0, 1])
})
