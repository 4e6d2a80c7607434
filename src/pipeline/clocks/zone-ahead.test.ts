import { expect, test } from 'vitest'
import { zoneAhead } from './zone-ahead.ts'

const HOUR_US = 3_600_000_000

// This machine's own zone goes first where it fits: these have no such clock in either half of the year.
test.each([
  [undefined, 9, '2026-11-22', 'Asia/Tokyo'],
  [undefined, 5.75, '2026-11-22', '+05:45'],
  ['Asia/Tokyo', -3.25, '2026-11-22', '+05:45'],
  ['America/St_Johns', 9.25, '2026-11-22', '+05:45'],
  ['America/St_Johns', 8.25, '2026-07-22', '+05:45'],
  [undefined, -12.25, '2026-11-22', null],
  ['Asia/Tokyo', 6, '2026-11-22', null],
])('read in %s and %d hours ahead on %s: %s', (zone, hours, day, expected) => {
  expect(zoneAhead(zone, hours * HOUR_US, Date.parse(day))).toBe(expected)
})
