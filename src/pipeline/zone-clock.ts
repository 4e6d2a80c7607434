import { DAY_US, MINUTE_US } from '../model/time.ts'

/** What a clock on the wall showed, as if it were UTC, in microseconds → when that was. */
export type ZoneClock = (wall: number) => number

/** Wall times of a quarter of an hour share one offset: zones change at quarters. */
const QUARTER_US = 15 * MINUTE_US

/** Offsets remembered: two months of quarters of an hour; a log mostly moves forward. */
const REMEMBERED_QUARTERS = 6_000

/**
 * The clock of a zone that `Intl` knows. An hour that a change of clocks shows twice is taken as its first time round; one that it leaves
 * out is read with the offset before the change.
 */
export function zoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const offsets = new Map<number, number>()
  return wall => {
    if (Number.isNaN(wall)) return wall
    const quarter = Math.floor(wall / QUARTER_US)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      offset = offsetBefore(format, quarter * QUARTER_US)
      if (offsets.size >= REMEMBERED_QUARTERS) offsets.clear()
      offsets.set(quarter, offset)
    }
    return wall - offset
  }
}

/** Of the instants that show this wall time the earlier one's offset, which is that of the day before where there is none. */
function offsetBefore(format: Intl.DateTimeFormat, wall: number): number {
  const earlier = offsetAt(format, wall - DAY_US)
  if (offsetAt(format, wall - earlier) === earlier) return earlier
  const later = offsetAt(format, wall + DAY_US)
  return offsetAt(format, wall - later) === later ? later : earlier
}


/** Microseconds east of UTC at an instant. */
function offsetAt(format: Intl.DateTimeFormat, utc: number): number {
  const milliseconds = Math.floor(utc / 1_000)
  const parts = new Map(format.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return (wall - Math.floor(milliseconds / 1_000) * 1_000) * 1_000
}
