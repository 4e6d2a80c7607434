import { clfTime, guessTime, isoTime, rfc3164Time } from '../text/timestamps.ts'
import { leadingJapaneseTime } from '../text/japanese-time.ts'
import type { Timestamp } from '../text/timestamp.ts'

const ISO = /^[[(<"']?(\d{4}[-/]\d\d[-/]\d\d[T ,]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d)\b)?)/
const BSD = /^[[(<"']?(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})?)\b/
const BIND = /^(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:\.\d{1,9})?)/
const CLF = /^\[?(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?)/

/**
 * The time a line begins with, in brackets or not: ISO 8601 (also with slashes or a comma), syslog's and ctime's form, an access log's, BIND's, a Japanese date.
 *
 * @param date microseconds: the evidence's, for stamps without a year
 */
export function leadingTime(line: string, date: number): Timestamp | null {
  const first = line.charCodeAt(0)
  if (first >= 0x61 && first <= 0x7a) return null
  const iso = ISO.exec(line)?.[1]
  if (iso !== undefined) return isoTime(iso.replaceAll('/', '-').replace(/^(.{10})./, '$1T'))
  const bsd = BSD.exec(line)?.[1]
  if (bsd !== undefined) return rfc3164Time(bsd, date)
  const clf = CLF.exec(line)?.[1]
  const bind = BIND.exec(line)?.[1]
  if (bind !== undefined) return guessTime(bind, date)
  return clf === undefined ? leadingJapaneseTime(line) : clfTime(clf)
}
