import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { formatTime, parseIsoTime } from '../model/time.ts'
import { zoneClock } from './zone-clock.ts'

function at(zone: string, wall: string): string {
  return formatTime(zoneClock(zone)(parseIsoTime(wall)!.microseconds))
}

describe('the clock of a zone', () => {
  test.each([
    ['Asia/Tokyo', '2026-11-22T12:00:00.123456', '2026-11-22T03:00:00.123456Z'],
    ['+09:00', '2026-11-22 12:00', '2026-11-22T03:00:00.000000Z'],
    ['UTC', '2026-11-22 12:00', '2026-11-22T12:00:00.000000Z'],
    ['Asia/Kathmandu', '2026-11-22 12:00', '2026-11-22T06:15:00.000000Z'],
    ['Europe/Berlin', '2026-07-01 12:00', '2026-07-01T10:00:00.000000Z'],
    ['Europe/Berlin', '2026-01-01 12:00', '2026-01-01T11:00:00.000000Z'],
    // 25 October, 3:00 → 2:00: 2:30 comes twice, and the first is in summer time.
    ['Europe/Berlin', '2026-10-25 02:30', '2026-10-25T00:30:00.000000Z'],
    ['Europe/Berlin', '2026-10-25 03:00', '2026-10-25T02:00:00.000000Z'],
    // 29 March, 2:00 → 3:00: 2:30 never comes.
    ['Europe/Berlin', '2026-03-29 02:30', '2026-03-29T01:30:00.000000Z'],
    ['Europe/Berlin', '2026-03-29 03:00', '2026-03-29T01:00:00.000000Z'],
    ['America/New_York', '2026-11-01 00:59:59.999999', '2026-11-01T04:59:59.999999Z'],
  ])('%s shows %s at %s', (zone, wall, utc) => {
    expect(at(zone, wall)).toBe(utc)
  })

  test('turns every instant\'s wall time back into it, outside the hour that comes twice', () => {
    const zones = fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', '-03:30')
    const instants = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2100, 0) })
    const clocks = new Map<string, ReturnType<typeof zoneClock>>()
    fc.assert(fc.property(zones, instants, (zone, instant) => {
      const shown = (milliseconds: number) => new Date(milliseconds).toLocaleString('sv', { timeZone: zone, hourCycle: 'h23' })
      const clock = clocks.get(zone) ?? zoneClock(zone)
      clocks.set(zone, clock)
      const back = clock(parseIsoTime(shown(instant))!.microseconds) / 1_000
      expect(shown(back)).toBe(shown(instant))
    }), { numRuns: byDepth(100, 1_000, 20_000) })
  })
})
