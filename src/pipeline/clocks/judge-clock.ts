import { AHEAD_US, BEHIND_US, CLOCK_SAMPLES_NEEDED, STEADY_US, WIDEST_ZONES_US, ZONE_SLACK_US, ZONE_STEP_US } from './defaults.ts'

/**
 * `right`: nothing speaks against it. `ahead`: records come from the future, which no delay makes. `behind`: all are older than a minute, by the same time. `zone`: they are off by
 * whole quarters of an hour, as times are that were read in the wrong zone. `late`: they are old by different times, so they were held back, and nothing is said of the clock.
 */
export type ClockState = 'unknown' | 'right' | 'ahead' | 'behind' | 'zone' | 'late'

/** How a clock stands to that of whoever receives, in microseconds. */
export interface ClockJudgement {
  readonly state: ClockState
  /** How far it is ahead, less than 0: behind; of a zone: whole quarters of an hour. Null where nothing can be told. */
  readonly aheadUs: number | null
  /** What half of the records take at most from their own time to their arrival, as both clocks say; null below {@link CLOCK_SAMPLES_NEEDED}. */
  readonly delayUs: number | null
}

/**
 * A delay is never less than nothing, so the smallest delays tell of the clock and the larger ones of the way. The tenth part is taken for the smallest: one record
 * with a foreign time says nothing.
 *
 * @param delays arrival less the record's own time, in microseconds; in any order
 */
export function judgeClock(delays: readonly number[]): ClockJudgement {
  if (delays.length < CLOCK_SAMPLES_NEEDED) return { state: 'unknown', aheadUs: null, delayUs: null }
  const sorted = Float64Array.from(delays).sort()
  const [low, middle, high] = [0.1, 0.5, 0.9].map(share => sorted[Math.floor((sorted.length - 1) * share)]!) as [number, number, number]
  const zoneUs = zoneOffset(low, middle)
  if (zoneUs !== null) return { state: 'zone', aheadUs: zoneUs, delayUs: middle }
  if (low < -AHEAD_US) return { state: 'ahead', aheadUs: -low, delayUs: middle }
  if (low <= BEHIND_US) return { state: 'right', aheadUs: 0, delayUs: middle }
  return high - low <= STEADY_US ? { state: 'behind', aheadUs: -low, delayUs: middle } : { state: 'late', aheadUs: null, delayUs: middle }
}

/** Whole quarters of an hour by which times are ahead; null where they are off by something else. */
function zoneOffset(low: number, middle: number): number | null {
  const behind = Math.round(low / ZONE_STEP_US) * ZONE_STEP_US
  const isWhole = Math.abs(low - behind) <= ZONE_SLACK_US && middle - low <= STEADY_US
  return behind === 0 || Math.abs(behind) > WIDEST_ZONES_US || !isWhole ? null : -behind
}
