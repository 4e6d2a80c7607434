import type { TimePart } from '../rule/rule.ts'

const DATE = /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2}))?/
const DAY_MS = 86_400_000

/**
 * A part of a date as it is written (specification: "not designed to handle timezone or format conversions"); the week is that of
 * ISO 8601. Null when the text is no date, or has no time of day and one is asked for.
 */
export function timePartOf(text: string, part: TimePart): number | null {
  const [whole, year, month, day, hour, minute] = DATE.exec(text) ?? []
  if (whole === undefined) return null
  switch (part) {
    case 'year':
      return Number(year)
    case 'month':
      return Number(month)
    case 'day':
      return Number(day)
    case 'hour':
      return hour === undefined ? null : Number(hour)
    case 'minute':
      return minute === undefined ? null : Number(minute)
    case 'week':
      return isoWeek(Number(year), Number(month), Number(day))
  }
}

/** The week that has the year's first Thursday is the first; weeks begin on Monday. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day))
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS)
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1
}
