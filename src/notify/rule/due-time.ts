import type { NotifyRule } from '../../platform/config/notify-schema.ts'
import { wallClock, WEEKDAYS } from './wall-clock.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/** When a message is due: now, or after the quiet hours of the rule and within the hours of the contact. @param at milliseconds since the epoch */
export function dueTime(rule: Pick<NotifyRule, 'quiet' | 'contactHours'>, priority: number, hours: string | null, at: number, zone: string): number {
  const { quiet } = rule
  if (priority >= (quiet?.except ?? URGENT)) return at
  let due = at
  // One can end within the other.
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    const before = due
    if (quiet !== undefined) due = afterQuiet(due, minuteOf(quiet.from), minuteOf(quiet.to), quiet.zone ?? zone)
    if (rule.contactHours && hours !== null) due = withinHours(due, hours, zone)
    if (due === before) return due
  }
  return due
}

/** Priority from which contacts are not spared, where a rule has no quiet hours that say so. */
const URGENT = 90

const MOST_ROUNDS = 16

/** The end of the quiet that a moment is in; the moment itself where it is in none. */
export function afterQuiet(at: number, from: number, to: number, zone: string): number {
  const { minute } = wallClock(at, zone)
  const isQuiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? startOfMinute(at) + ((to - minute + DAY_MINUTES) % DAY_MINUTES) * MINUTE_MS : at
}

/**
 * The next moment within hours as the register has them: `24x7`, `Mon-Fri 09:00-17:30; Sat 10:00-12:00 Asia/Tokyo`. Hours that are never, or that
 * cannot be read, are always.
 */
export function withinHours(at: number, hours: string, zone: string): number {
  const windows = windowsOf(hours)
  const last = hours.trim().split(' ').at(-1) ?? ''
  const { weekday, minute } = wallClock(at, isZone(last) ? last : zone)
  let soonest = Number.POSITIVE_INFINITY
  for (const { days, from, to } of windows) {
    for (let ahead = -1; ahead <= 7; ahead++) {
      if (!days.has((weekday + ahead + 7) % 7)) continue
      const begin = ahead * DAY_MINUTES + from - minute
      const end = ahead * DAY_MINUTES + to - minute
      if (end <= 0) continue
      soonest = Math.min(soonest, Math.max(0, begin))
    }
  }
  if (soonest === 0 || soonest === Number.POSITIVE_INFINITY) return at
  return startOfMinute(at) + soonest * MINUTE_MS
}

interface Window {
  readonly days: ReadonlySet<number>
  readonly from: number
  readonly to: number
}

function windowsOf(hours: string): Window[] {
  return [...hours.matchAll(/([A-Z][a-z]{2}(?:[-,][A-Z][a-z]{2})*) (\d\d:\d\d)-(\d\d:\d\d)/g)].map(([, days = '', from = '', to = '']) => {
    const [begin, end] = [minuteOf(from), minuteOf(to)]
    // A night shift ends on the next day.
    return { days: new Set(days.split(',').flatMap(daysOf)), from: begin, to: end <= begin ? end + DAY_MINUTES : end }
  })
}

/** `Mon`, `Mon-Fri`; `Sat-Mon` goes over the week's end. */
function daysOf(text: string): number[] {
  const [first = '', last = first] = text.split('-')
  const from = WEEKDAYS.indexOf(first)
  const to = WEEKDAYS.indexOf(last)
  if (from === -1 || to === -1) return []
  return Array.from({ length: (to - from + 7) % 7 + 1 }, (_, index) => (from + index) % 7)
}

function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
}

function startOfMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS
}
