import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { afterQuiet, dueTime, withinHours } from './due-time.ts'
import { localTime, wallClock } from './wall-clock.ts'

const at = (text: string) => Date.parse(text)
const iso = (time: number) => new Date(time).toISOString()
const quiet = { from: '22:00', to: '07:00', except: 90 }

describe('quiet hours', () => {
  test.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T13:30:10Z', '2026-11-23T22:00:00.000Z'],
    ['2026-11-23T21:59:59Z', '2026-11-23T22:00:00.000Z'],
    ['2026-11-23T22:00:00Z', '2026-11-23T22:00:00.000Z'],
  ])('from 22:00 to 07:00 in Tokyo, %s is told at %s', (now, due) => {
    expect(iso(dueTime({ quiet, contactHours: false }, 50, null, at(now), 'Asia/Tokyo'))).toBe(due)
  })

  test('do not stop a fire', () => {
    expect(dueTime({ quiet, contactHours: false }, 90, null, at('2026-11-23T15:00:00Z'), 'Asia/Tokyo')).toBe(at('2026-11-23T15:00:00Z'))
  })

  test('that begin and end at one minute are none', () => {
    expect(afterQuiet(at('2026-11-23T15:00:00Z'), 60, 60, 'UTC')).toBe(at('2026-11-23T15:00:00Z'))
  })
})

describe('the hours of a contact', () => {
  test.each([
    ['24x7', '2026-11-22T03:00:00Z', '2026-11-22T03:00:00.000Z'],
    // Sunday in Tokyo: Monday morning.
    ['Mon-Fri 09:00-17:30 Asia/Tokyo', '2026-11-22T03:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['Mon-Fri 09:00-17:30 Asia/Tokyo', '2026-11-23T00:00:30Z', '2026-11-23T00:00:30.000Z'],
    ['Mon-Fri 09:00-17:30; Sat 10:00-12:00 Asia/Tokyo', '2026-11-27T09:00:00Z', '2026-11-28T01:00:00.000Z'],
    // A night shift that began the day before.
    ['Mon 22:00-06:00 UTC', '2026-11-24T05:00:00Z', '2026-11-24T05:00:00.000Z'],
    ['Sat-Mon 09:00-17:00 UTC', '2026-11-24T12:00:00Z', '2026-11-28T09:00:00.000Z'],
    ['whenever', '2026-11-24T12:00:00Z', '2026-11-24T12:00:00.000Z'],
  ])('%s: what comes at %s waits until %s', (hours, now, due) => {
    expect(iso(withinHours(at(now), hours, 'UTC'))).toBe(due)
  })

  test('and quiet hours hold together', () => {
    const due = dueTime({ quiet: { ...quiet, to: '10:00' }, contactHours: true }, 50, 'Mon-Fri 09:00-17:30 Asia/Tokyo', at('2026-11-22T14:00:00Z'), 'Asia/Tokyo')
    expect(iso(due)).toBe('2026-11-23T01:00:00.000Z')
  })
})

test('what is due is never before now, never quiet, and never more than eight days off', () => {
  const zones = fc.constantFrom('Asia/Tokyo', 'UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe')
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  fc.assert(fc.property(fc.integer({ min: at('2026-01-01'), max: at('2027-01-01') }), clock, clock, zones, (now, from, to, zone) => {
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
    const due = dueTime({ quiet: { from, to, except: 101 }, contactHours: false }, 0, null, now, zone)
    expect(due).toBeGreaterThanOrEqual(now)
    expect(due - now).toBeLessThanOrEqual(8 * 86_400_000)
    const { minute } = wallClock(due, zone)
    const isQuiet = minutes(from) <= minutes(to) ? minute >= minutes(from) && minute < minutes(to) : minute >= minutes(from) || minute < minutes(to)
    expect(isQuiet).toBe(false)
  }), { numRuns: byDepth(50, 500, 20_000) })
})

test('times are told by the clock of their reader', () => {
  expect([localTime(0, 'Asia/Tokyo'), localTime(0, 'UTC')]).toEqual(['1970-01-01 09:00:00 +09:00', '1970-01-01 00:00:00 UTC'])
})
