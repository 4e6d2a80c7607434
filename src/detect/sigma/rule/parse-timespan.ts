const SECOND_US = 1_000_000

/** Of each unit; months and years are the mean ones of the Gregorian calendar, as in pySigma. */
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, M: 2_629_746, y: 31_556_952 }

/** `90m` in microseconds; null for what is no timespan or longer than time itself can be. */
export function parseTimespan(text: string): number | null {
  const [, count, unit] = /^(\d{1,9})([smhdwMy])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) return null
  const microseconds = Number(count) * UNITS[unit]! * SECOND_US
  return microseconds > 0 && Number.isSafeInteger(microseconds) ? microseconds : null
}
