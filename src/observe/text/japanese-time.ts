import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { clockTime, isValidTime, zoneOffset } from '../../model/time.ts'
import type { Timestamp } from './timestamp.ts'

/** The year before the first of each era that a time since 1970 can be in. */
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, R: 2018, H: 1988, S: 1925 }

const DATE = [
  /(?:(令和|平成|昭和|[RHS](?=\.?\d)|[RHS](?=元)) {0,2}\.?(\d{1,2}|元)|(\d{4})) {0,2}(?:年|[./-])/,
  / {0,2}(\d{1,2}) {0,2}(?:月|[./-]) {0,2}(\d{1,2})(?: {0,2}日)?(?! {0,2}\d{3})/,
  / {0,2}(?:\(?[月火水木金土日](?:曜日?)?\)?)?/,
].map(part => part.source).join('')

const CLOCK = [
  /[ T]{0,3}(午前|午後|[AaPp][Mm])? {0,2}(\d{1,2}) {0,2}[時:] {0,2}(\d{1,2})/,
  /(?: {0,2}分)?(?: {0,2}:? {0,2}(\d{1,2})(?:[.,](\d{1,9}))?(?: {0,2}秒)?)?/,
  /(?: {0,2}(Z|UTC|JST|[+-]\d\d:?\d\d))?/,
].map(part => part.source).join('')

const WHOLE = new RegExp(`^ *${DATE}(?:${CLOCK})? *$`)
const LEADING = new RegExp(`^[[(<"']? {0,2}${DATE}${CLOCK}`)

/**
 * A date as it is written in Japan: `2026年11月22日 10時20分30秒`, `令和8年11月22日(日) 午後3:05`, `R08.11.22 10:20:30`, with full-width digits or not; without
 * a clock it is midnight. Null when the text is something else. Years beyond an era's end (平成32年) count on, as old systems do.
 */
export function japaneseTime(text: string): Timestamp | null {
  return timeOf(WHOLE.exec(halfWidth(text)))
}

/** The Japanese date and clock that a line begins with. */
export function leadingJapaneseTime(line: string): Timestamp | null {
  return MAY_LEAD.test(line) ? timeOf(LEADING.exec(halfWidth(line.slice(0, LEADING_CHARACTERS)))) : null
}

/** Full-width digits, letters and marks as the usual ones: Unicode's compatibility forms. Text without any stays the same. */
export function halfWidth(text: string): string {
  return FULL_WIDTH.test(text) ? text.normalize('NFKC') : text
}

const FULL_WIDTH = /[\uff01-\uff5e\u3000\u32ff\u337b-\u337e]/
const MAY_LEAD = /^.{0,3}(?:令和|平成|昭和|[\u32ff\u337b-\u337e]|[RHSＲＨＳ][.．]?[0-9０-９元]|[０-９]|\d{4} ?年)/
const LEADING_CHARACTERS = 64

function timeOf(parts: RegExpExecArray | null): Timestamp | null {
  if (parts === null) return null
  const [, era, eraYear, year, month, day, half, hour = '0', minute = '0', second = '0', fraction = '', zone] = parts
  const fullYear = era === undefined ? Number(year) : ERAS[era]! + (eraYear === '元' ? 1 : Number(eraYear))
  const clock = clockTime(fullYear, Number(month), Number(day), hourOf(Number(hour), half), Number(minute), Number(second))
  if (clock === null || Number(minute) > 59) return null
  const microseconds = clock + Number(fraction.slice(0, 6).padEnd(6, '0')) - zoneOffset(zone === 'JST' ? '+09:00' : zone)
  return isValidTime(microseconds) ? { microseconds, flags: zone === undefined ? EVENT_FLAGS.zoneAssumed : 0 } : null
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return hour % 12 + (half === '午後' || /^p/i.test(half) ? 12 : 0)
}
