import { MINUTE_US } from '../../model/time.ts'
import { zoneClock } from '../zone-clock.ts'

/**
 * The zone in which times are right that are ahead when they are read in another: that of this machine or Japan's where its clocks show the same now, else an offset.
 *
 * @param zone in which they are read; UTC without one
 * @param aheadUs whole quarters of an hour, in microseconds
 * @param now milliseconds
 * @returns null where no zone is so far from UTC
 */
export function zoneAhead(zone: string | undefined, aheadUs: number, now: number): string | null {
  const minutes = Math.round((offsetOf(zone ?? 'UTC', now) + aheadUs) / MINUTE_US)
  if (minutes < WESTMOST_MINUTES || minutes > EASTMOST_MINUTES) return null
  const named = [Intl.DateTimeFormat().resolvedOptions().timeZone, 'Asia/Tokyo'].find(name => offsetOf(name, now) === minutes * MINUTE_US)
  return named ?? offsetText(minutes)
}

/** UTC-12 and UTC+14, in minutes. */
const WESTMOST_MINUTES = -720
const EASTMOST_MINUTES = 840

/** Microseconds east of UTC. */
function offsetOf(zone: string, now: number): number {
  const wall = now * 1_000
  return wall - zoneClock(zone)(wall)
}

function offsetText(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}
