import { HOUR_US, MINUTE_US, parseIsoTime, SECOND_US } from '../../model/time.ts'

const USUAL_LENGTH = '2026-04-17T05:24:53.0888491Z'.length

/** Neighbouring records are mostly of one day, so its midnight is kept. */
let keptDate = ''
let keptMidnight: number | null = null

/**
 * Microseconds of a time as `TimeCreated` has it, null when it is none between 1970 and 2255: always what {@link parseIsoTime} answers, but
 * in the form that our reader of EVTX writes without a regular expression, since every record has one.
 */
export function isoMicroseconds(text: string): number | null {
  const ofDay = text.length === USUAL_LENGTH && text[10] === 'T' && text[27] === 'Z' ? microsecondsOfDay(text) : Number.NaN
  if (Number.isNaN(ofDay)) return parseIsoTime(text)?.microseconds ?? null
  const date = text.slice(0, 10)
  if (date !== keptDate) {
    keptDate = date
    keptMidnight = parseIsoTime(`${date}T00:00:00Z`)?.microseconds ?? null
  }
  return keptMidnight === null ? null : keptMidnight + ofDay
}

/** From the characters behind the `T`; NaN when they are not a time of day. */
function microsecondsOfDay(text: string): number {
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || !(digit(text, 26) >= 0)) return Number.NaN
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  const fraction = 10_000 * twoDigits(text, 20) + 100 * twoDigits(text, 22) + twoDigits(text, 24)
  return hour < 24 && minute < 60 && second < 60 ? hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction : Number.NaN
}

function twoDigits(text: string, at: number): number {
  return 10 * digit(text, at) + digit(text, at + 1)
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30
  return value >= 0 && value <= 9 ? value : Number.NaN
}
