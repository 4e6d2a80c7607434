/** What clocks show in a zone. */
export interface WallClock {
  /** 0: Sunday. */
  readonly weekday: number
  /** Since midnight. */
  readonly minute: number
}

/** @param at milliseconds since the epoch @param zone as `Intl` knows it */
export function wallClock(at: number, zone: string): WallClock {
  const parts = new Map(formatterOf(zone).formatToParts(at).map(({ type, value }) => [type, value]))
  return { weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? ''), minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) }
}

/** `2026-11-23 10:00:05 +09:00`, for people. */
export function localTime(at: number, zone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  const offset = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return `${text} ${/^GMT(?:\+00:00)?$/.test(offset) ? 'UTC' : offset.replace('GMT', '')}`
}

export const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let known = formatters.get(zone)
  if (known === undefined) {
    known = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    formatters.set(zone, known)
  }
  return known
}
