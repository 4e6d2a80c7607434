import { EVENT_FLAGS } from '../../model/event-batch.ts'
import type { SourceMapping } from '../../model/source-mapping.ts'
import { clockTime, DAY_US, isValidTime, parseIsoTime, zoneOffset } from '../../model/time.ts'
import type { FieldValue } from '../../model/value.ts'
import { halfWidth, japaneseTime } from './japanese-time.ts'
import type { Timestamp } from './timestamp.ts'

export type TimeFormat = SourceMapping['time'][number]['format']

/**
 * A field's value as a time of the given format; null when it is not one.
 *
 * @param date microseconds: the evidence's date, from which a missing year is inferred
 */
export function readTime(value: FieldValue | undefined, format: TimeFormat, date: number): Timestamp | null {
  if (typeof value === 'number' || typeof value === 'bigint') return readTime(String(value), format, date)
  if (typeof value !== 'string' || value.length > MAX_TIME_LENGTH) return null
  switch (format) {
    case 'iso': return isoTime(value)
    case 'clf': return clfTime(value)
    case 'rfc3164': return rfc3164Time(value, date)
    case 'filetime': return fileTime(value)
    case 'any': return guessTime(value, date)
    case 'epoch-s': return epochTime(value, 6)
    case 'epoch-ms': return epochTime(value, 3)
    case 'epoch-us': return epochTime(value, 0)
    case 'epoch-ns': return epochTime(value, -3)
  }
}

/**
 * A field's value as a time in whatever format it is in: ISO 8601, seconds to nanoseconds since the epoch told apart by their size,
 * fourteen digits of date and time, an access log's, syslog's, BIND's or a mail's form, .NET's `/Date(…)/`, a date with slashes, or a Japanese one.
 * Null when it is none.
 */
export function guessTime(value: FieldValue | undefined, date: number): Timestamp | null {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string' || text.length > MAX_TIME_LENGTH) return null
  if (EPOCH.test(text.trim())) return compactTime(text) ?? epochTime(text, epochShift(text))
  return wordedTime(text, date) ?? japaneseTime(text) ?? wordedTime(halfWidth(text).replace(/ ?JST$/, '+09:00'), date)
}

function wordedTime(text: string, date: number): Timestamp | null {
  return isoTime(text) ?? clfTime(text) ?? rfc3164Time(text, date) ?? mailTime(text) ?? slashTime(text) ?? namedMonthTime(text) ?? dotNetTime(text)
}

const NAMED_MONTH = /^(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?$/

/** BIND's `22-Nov-2026 10:20:30.123`. */
function namedMonthTime(text: string): Timestamp | null {
  const parts = NAMED_MONTH.exec(text.trim())
  if (parts === null) return null
  const [, day, month, year, hour, minute, second, fraction, zone] = parts
  return timestamp(clock(year, monthOf(month), day, hour, minute, second), fraction, zone)
}

/** No form of a time is longer. */
const MAX_TIME_LENGTH = 64

/** ISO 8601 as `parseIsoTime` reads it. */
export function isoTime(text: string): Timestamp | null {
  const parsed = parseIsoTime(text)
  return parsed === null ? null : { microseconds: parsed.microseconds, flags: parsed.zoneAssumed ? EVENT_FLAGS.zoneAssumed : 0 }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').toLowerCase()) + 1
}

const CLF = /^\[?(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ?([+-]\d{4}|Z))?\]?$/

/** The Common Log Format's `10/Oct/2000:13:55:36 -0700`, with or without its brackets. */
export function clfTime(text: string): Timestamp | null {
  const parts = CLF.exec(text)
  if (parts === null) return null
  const [, day, month, year, hour, minute, second, fraction, zone] = parts
  return timestamp(clock(year, monthOf(month), day, hour, minute, second), fraction, zone)
}

const RFC3164 =
  /^([A-Za-z]{3}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: (\d{4}))?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?:?$/

/**
 * RFC 3164's `Oct 11 22:14:15`, also with fraction, with a year (Cisco writes it before the time, ctime after) and with a zone. A
 * missing year is the latest that makes it not later than a day after the evidence's date.
 */
export function rfc3164Time(text: string, date: number): Timestamp | null {
  const parts = RFC3164.exec(text.trim().replace(WEEKDAY, ''))
  if (parts === null) return null
  const [, month, day, yearBefore, hour, minute, second, fraction, yearAfter, zone] = parts
  const year = yearBefore ?? yearAfter
  if (year !== undefined) return timestamp(clock(year, monthOf(month), day, hour, minute, second), fraction, zone)
  const latest = date + DAY_US
  const thisYear = new Date(latest / 1_000).getUTCFullYear()
  for (let candidate = thisYear; candidate > thisYear - YEARS_TO_LEAP_DAY; candidate--) {
    const found = timestamp(clock(String(candidate), monthOf(month), day, hour, minute, second), fraction, zone)
    if (found !== null && found.microseconds <= latest) return { ...found, flags: found.flags | EVENT_FLAGS.yearAssumed }
  }
  return null
}

/** ctime writes it. */
const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? /

/** 29 February comes back after at most eight years (1896–1904, 2096–2104); one more when this year's is still to come. */
const YEARS_TO_LEAP_DAY = 10

const MAIL = /^(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: (Z|UT|UTC|GMT|[+-]\d{4}))?$/

/** RFC 5322's `Fri, 21 Nov 1997 09:55:06 -0600`. */
function mailTime(text: string): Timestamp | null {
  const parts = MAIL.exec(text.trim())
  if (parts === null) return null
  const [, day, month, year, hour, minute, second, zone] = parts
  return timestamp(clock(year, monthOf(month), day, hour, minute, second), undefined, zone)
}

const YEAR_FIRST = /^(\d{4})\/(\d{1,2})\/(\d{1,2})[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)? ?([AaPp])[Mm]$/

/** `2026/4/17 5:24:53` and, as `AM` or `PM` shows it to be American, `4/17/2026 5:24:53 AM`. */
function slashTime(text: string): Timestamp | null {
  const yearFirst = YEAR_FIRST.exec(text.trim())
  if (yearFirst !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = yearFirst
    return timestamp(clock(year, Number(month), day, hour, minute, second), fraction, zone)
  }
  const monthFirst = MONTH_FIRST.exec(text.trim())
  if (monthFirst === null) return null
  const [, month, day, year, hour, minute, second, fraction, half] = monthFirst
  if (Number(hour) < 1 || Number(hour) > 12) return null
  const hour24 = Number(hour) % 12 + (half?.toLowerCase() === 'p' ? 12 : 0)
  return timestamp(clock(year, Number(month), day, String(hour24), minute, second), fraction, undefined)
}

const COMPACT = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** `20260417052453`. As milliseconds since the epoch it would be after 2255. */
function compactTime(text: string): Timestamp | null {
  const parts = COMPACT.exec(text.trim())
  if (parts === null) return null
  const [, year, month, day, hour, minute, second] = parts
  return timestamp(clock(year, Number(month), day, hour, minute, second), undefined, undefined)
}

/** `/Date(1596729367158)/`: milliseconds, as PowerShell 5's ConvertTo-Json writes a time. */
function dotNetTime(text: string): Timestamp | null {
  const milliseconds = /^\/Date\((\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1]
  return milliseconds === undefined ? null : epochTime(milliseconds, 3)
}

const EPOCH = /^(\d{1,20})(?:\.(\d{1,12}))?$/

/** @param shift how many decimal digits of the unit are a microsecond's: 6 for seconds, -3 for nanoseconds */
function epochTime(text: string, shift: number): Timestamp | null {
  const parts = EPOCH.exec(text.trim())
  if (parts === null) return null
  const [, whole = '', fraction = ''] = parts
  const digits = shift < 0 ? whole.slice(0, shift) : whole + fraction.slice(0, shift).padEnd(shift, '0')
  return valid(Number(digits), 0)
}

/** The unit by size: in each unit, the years 1973 to 5138 have so many digits. */
function epochShift(text: string): number {
  const digits = text.trim().split('.')[0]!.replace(/^0+/, '').length
  return digits <= 11 ? 6 : digits <= 14 ? 3 : digits <= 17 ? 0 : -3
}

/** 100-nanosecond steps from 1601-01-01 to the epoch. [MS-DTYP] 2.3.3 FILETIME. */
const FILETIME_EPOCH = 116_444_736_000_000_000n

function fileTime(text: string): Timestamp | null {
  if (!/^(?:\d{1,20}|0x[0-9a-f]{1,16})$/i.test(text)) return null
  return valid(Number((BigInt(text) - FILETIME_EPOCH) / 10n), 0)
}

type Part = string | undefined

function clock(year: Part, month: number, day: Part, hour: Part, minute: Part, second: Part): number | null {
  return clockTime(Number(year), month, Number(day), Number(hour), Number(minute), Number(second ?? 0))
}

function timestamp(clockUs: number | null, fraction: Part, zone: Part): Timestamp | null {
  if (clockUs === null) return null
  const fractionUs = Number((fraction ?? '').slice(0, 6).padEnd(6, '0'))
  return valid(clockUs + fractionUs - zoneOffset(zone), zone === undefined ? EVENT_FLAGS.zoneAssumed : 0)
}

function valid(microseconds: number, flags: number): Timestamp | null {
  return isValidTime(microseconds) ? { microseconds, flags } : null
}
