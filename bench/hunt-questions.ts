/** What bench/hunt.ts asks of the events of made-events.ts, with other values each round, so that nothing answers from a cache of results. */
import { DAY_US, formatTime } from '../src/model/time.ts'
import { DISTINCT_EVENTS, MADE_FROM } from './made-events.ts'

/** Events that a question without a pipe wants: a page of the newest. */
export const NEWEST = 100

export interface Question {
  readonly name: string
  readonly text: (round: number) => string
  /** Milliseconds that the 95th percentile may take; null for one that is only looked at. */
  readonly barMs: number | null
}

/** Nine whole days are there. */
function within(round: number): string {
  const day = MADE_FROM + (round % 9) * DAY_US
  return `_time:[${formatTime(day)} TO ${formatTime(day + DAY_US)}}`
}

export const RARE: Question = { name: 'exact, rare value', text: round => `ProcessGuid:"{guid-${(round * 7_919) % DISTINCT_EVENTS}}"`, barMs: 100 }

export const QUESTIONS: readonly Question[] = [
  RARE,
  { name: 'exact, value that is not there', text: round => `ProcessGuid:"{none-${round}}"`, barMs: 100 },
  { name: 'exact, common value, newest 100', text: round => `EventID:${1 + (round % 20)}`, barMs: 300 },
  { name: 'contains, in no event', text: round => `CommandLine:*needle-${round}x*`, barMs: 2_000 },
  { name: 'contains, count', text: round => `CommandLine:*value\\ ${round}* | count`, barMs: 2_000 },
  { name: 'network /24, newest 100', text: round => `DestinationIp:10.${round}.7.0/24`, barMs: 300 },
  { name: 'network /16, newest 100', text: round => `DestinationIp:10.${round}.0.0/16`, barMs: 300 },
  { name: 'count by field over a day', text: round => `${within(round)} | count by Image`, barMs: 1_000 },
  { name: 'free text, in no event', text: round => `needle-${round}x`, barMs: null },
]

/** Takes half a minute unless it is stopped: the fields of every event, together, have such a text, and no value of them has. */
export const LONG: Question = { name: 'free text, counted', text: () => '"program.exe?*--option?*x" | count', barMs: null }
