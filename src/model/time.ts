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
  return plainIsoTime(text) ?? anyIsoTime(text)
}

/** Every form, by its grammar. */
export function anyIsoTime(text: string): ParsedTime | null {
  const parts = ISO.exec(text.trim())
  if (parts === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = parts
  const clock = clockTime(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  if (clock === null) return null
  const microseconds = clock + Number(fraction.slice(0, 6).padEnd(6, '0')) - zoneOffset(zone)
  return isValidTime(microseconds) ? { microseconds, zoneAssumed: zone === undefined } : null
}

/**
 * The same for the form that nearly all sources write: date and time in full, a point and a fraction or none, `Z` or no zone. Letter by letter, without
 * texts in between; null for whatever else, which {@link anyIsoTime} then tells.
 */
export function plainIsoTime(text: string): ParsedTime | null {
  const { length } = text
  if (length < 19 || length > 32 || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return null
  const between = text.charCodeAt(10)
  if ((between !== 0x54 && between !== 0x20) || text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return null
  const year = wholeAt(text, 0, 4)
  const month = wholeAt(text, 5, 7)
  const day = wholeAt(text, 8, 10)
  const hour = wholeAt(text, 11, 13)
  const minute = wholeAt(text, 14, 16)
  const second = wholeAt(text, 17, 19)
  // What is no number is within no range.
  const isPlain = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month) && hour <= 23 && minute <= 59 && second <= 59
  if (!isPlain) return null
  let at = 19
  let fraction = 0
  if (text.charCodeAt(at) === 0x2e) {
    let unit = SECOND_US
    for (at++; at < length && isDigit(text.charCodeAt(at)); at++) {
      unit = Math.floor(unit / 10)
      fraction += (text.charCodeAt(at) - 0x30) * unit
    }
    if (at === 20 || at > 32) return null
  }
  const isUtc = text.charCodeAt(at) === 0x5a
  if (isUtc ? at !== length - 1 : at !== length) return null
  const microseconds = daysBefore(year, month, day) * DAY_US + ((hour * 60 + minute) * 60 + second) * SECOND_US + fraction
  return isValidTime(microseconds) ? { microseconds, zoneAssumed: !isUtc } : null
}

/** NaN when one of them is none. */
function wholeAt(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (!isDigit(code)) return Number.NaN
    value = value * 10 + code - 0x30
  }
  return value
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function monthDays(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from the epoch to a date of the Gregorian calendar: years begin with March, so that the leap day is the last of one. */
function daysBefore(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return shifted * 365 + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + dayOfYear - EPOCH_DAYS
}

/** From 1 March of the year 0 to the epoch. */
const EPOCH_DAYS = 719_468

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
