/** Time inside is microseconds since the epoch, UTC, as a `number`; outside it is ISO 8601 UTC with microseconds. */

const MS = 1_000
export const SECOND_US = 1_000_000
export const MINUTE_US = 60 * SECOND_US
export const HOUR_US = 60 * MINUTE_US
export const DAY_US = 24 * HOUR_US

/** 2255-06-05: the last microsecond that a double holds exactly. Times outside 1970–2255 are `null`. */
export const LAST_TIME_US = Number.MAX_SAFE_INTEGER

export function isValidTime(microseconds: number): boolean {
  return microseconds >= 0 && microseconds <= LAST_TIME_US
}

/** `2026-04-17T05:24:53.088849Z`; null for null. */
export function formatTime(microseconds: number): string
export function formatTime(microseconds: number | null): string | null
export function formatTime(microseconds: number | null): string | null {
  if (microseconds === null) return null
  const milliseconds = Math.floor(microseconds / MS)
  const rest = String(microseconds - milliseconds * MS).padStart(3, '0')
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`)
}

export interface ParsedTime {
  readonly microseconds: number
  /** The text named no zone and UTC was taken. */
  readonly zoneAssumed: boolean
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/

/**
 * ISO 8601 with `T` or a blank, one to twelve digits of fraction (cut, not rounded, to microseconds), `Z`, `UTC`, `±hh`, `±hhmm` or
 * `±hh:mm`; null when it is not that, when a part is out of range, or when it is outside 1970–2255.
 */
export function parseIsoTime(text: string): ParsedTime | null {
  const parts = ISO.exec(text.trim())
  if (parts === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = parts
  const clock = clockTime(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  if (clock === null) return null
  const microseconds = clock + Number(fraction.slice(0, 6).padEnd(6, '0')) - zoneOffset(zone)
  return isValidTime(microseconds) ? { microseconds, zoneAssumed: zone === undefined } : null
}

/** Calendar parts (month 1–12) to microseconds, null when one is out of range. A leap second counts as the second after. */
export function clockTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return null
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second)
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day <= lastDay ? milliseconds * MS : null
}

/** `+09:00` as microseconds east of UTC; 0 for `Z` and for none. */
export function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_US
}

export function hourOf(microseconds: number): number {
  return Math.floor(microseconds / HOUR_US)
}
