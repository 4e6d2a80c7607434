/** FILETIME: 100 ns ticks since 1601-01-01 UTC, 64 bits unsigned. All arithmetic here is exact. */

const TICKS_PER_SECOND = 10_000_000
/** 2³² ticks are 429 seconds and this many ticks. */
const HIGH_SECONDS = 429
const HIGH_TICKS = 4_967_296
const EPOCH_SECONDS = 11_644_473_600
/** Up to here (the year 15,215) every product below stays under 2⁵³. */
const LARGEST_EXACT_HIGH = 0x3fff_ffff

/** `2026-04-17T05:24:53.0888491Z`, seven digits; years after 9999 as ISO 8601 extends them (`+030828-…`). */
export function formatFiletime(high: number, low: number): string {
  if (high > LARGEST_EXACT_HIGH) return formatFarFiletime((BigInt(high) << 32n) | BigInt(low))
  const rest = high * HIGH_TICKS + low
  const seconds = high * HIGH_SECONDS + Math.floor(rest / TICKS_PER_SECOND) - EPOCH_SECONDS
  return formatSeconds(seconds, rest % TICKS_PER_SECOND)
}

/** Microseconds since 1970, cut; negative before. Not exact beyond the year 2255. */
export function filetimeMicroseconds(high: number, low: number): number {
  const rest = high * HIGH_TICKS + low
  const seconds = high * HIGH_SECONDS + Math.floor(rest / TICKS_PER_SECOND) - EPOCH_SECONDS
  return seconds * 1_000_000 + Math.floor((rest % TICKS_PER_SECOND) / 10)
}

function formatFarFiletime(ticks: bigint): string {
  const seconds = Number(ticks / BigInt(TICKS_PER_SECOND)) - EPOCH_SECONDS
  return formatSeconds(seconds, Number(ticks % BigInt(TICKS_PER_SECOND)))
}

/** Neighbouring records are mostly of one minute, so its text is kept. */
let keptMinute = Number.NaN
let keptMinuteText = ''

function formatSeconds(seconds: number, ticks: number): string {
  const minute = Math.floor(seconds / 60)
  if (minute !== keptMinute) {
    const iso = new Date(minute * 60_000).toISOString()
    keptMinuteText = iso.slice(0, iso.lastIndexOf(':') + 1)
    keptMinute = minute
  }
  // The second and its parts as one number; what it begins with keeps its zeros.
  const digits = String((100 + seconds - minute * 60) * TICKS_PER_SECOND + ticks)
  return `${keptMinuteText}${digits.slice(1, 3)}.${digits.slice(3)}Z`
}

/** SYSTEMTIME: sixteen-bit parts. Printed as they are, in the same form, whether or not they are a date; all zero is FILETIME's zero. */
export function formatSystemtime(parts: readonly number[]): string {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = parts
  if (parts.every(part => part === 0)) return formatFiletime(0, 0)
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}0000Z`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}
