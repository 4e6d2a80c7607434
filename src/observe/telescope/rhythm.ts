import { DAY_US, MINUTE_US } from '../../model/time.ts'

/** When a source showed itself, and the longest pause between two of its packets. */
export interface Sightings {
  readonly firstSeen: number
  readonly lastSeen: number
  readonly packets: number
  readonly longestGapUs: number
}

/** Times its usual pause after which a source that sends at random would still be silent once in 3,000 pauses (e⁻⁸). */
const USUAL_PAUSES = 8
/** Times its longest pause: one that comes in bursts is silent between them. */
const LONGEST_PAUSES = 2
/** Shortest and longest silence that ends a warning, and that of a source seen once, whose rhythm nobody knows. */
const LEAST_SILENCE_US = 10 * MINUTE_US
const MOST_SILENCE_US = 7 * DAY_US
const UNKNOWN_SILENCE_US = DAY_US

/** The silence, in microseconds, after which a source is taken to have stopped: measured by its own rhythm, not by one for all. */
export function silenceLimit({ firstSeen, lastSeen, packets, longestGapUs }: Sightings): number {
  if (packets < 2) return UNKNOWN_SILENCE_US
  const usual = (lastSeen - firstSeen) / (packets - 1)
  return Math.round(Math.min(MOST_SILENCE_US, Math.max(LEAST_SILENCE_US, USUAL_PAUSES * usual, LONGEST_PAUSES * longestGapUs)))
}
