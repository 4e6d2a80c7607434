import { FACT_EVENTS } from '../../../model/reason.ts'
import {
  MAX_INTERVALS, MAX_SIZE_DEVIATION, MAX_SPREAD, MAX_SPREAD_OF_FEW, MIN_BEACONING_US, MIN_INTERVALS, MIN_SIZE_DEVIATION_BYTES, SAME_VISIT_US,
} from '../defaults.ts'
import { SortedWindow } from './sorted-window.ts'

/** How regular the visits of one pair are; times in microseconds. */
export interface Regularity {
  readonly visits: number
  /** Median of the intervals. */
  readonly period: number
  /** (90th − 10th percentile) / median. */
  readonly spread: number
  /** Since the first visit. */
  readonly lasting: number
  /** Median of the bytes sent, where known. */
  readonly sent: number | null
}

/** The visits of one source to one destination: their intervals and sizes, by robust statistics, so that some missed visits do not matter. */
export class Rhythm {
  /** Ids of the latest visits. */
  readonly events: string[] = []
  #intervals = new SortedWindow(MAX_INTERVALS)
  #sizes = new SortedWindow(MAX_INTERVALS)
  #first = Number.NaN
  #last = Number.NaN

  /** @param time microseconds, none before the last @param sent bytes, NaN where not known @returns what is regular about it, null where it is not */
  accept(time: number, sent: number, event: string): Regularity | null {
    if (time - this.#last < SAME_VISIT_US) return null
    if (Number.isNaN(this.#first)) this.#first = time
    else this.#intervals.add(time - this.#last)
    this.#last = time
    if (!Number.isNaN(sent)) this.#sizes.add(sent)
    this.events.push(event)
    if (this.events.length > FACT_EVENTS) this.events.shift()
    return this.#intervals.size < MIN_INTERVALS || time - this.#first < MIN_BEACONING_US ? null : this.#judge()
  }

  copy(): Rhythm {
    const copy = new Rhythm()
    copy.events.push(...this.events)
    copy.#intervals = this.#intervals.copy()
    copy.#sizes = this.#sizes.copy()
    copy.#first = this.#first
    copy.#last = this.#last
    return copy
  }

  #judge(): Regularity | null {
    const { size } = this.#intervals
    const period = this.#intervals.quantile(0.5)
    const spread = (this.#intervals.quantile(0.9) - this.#intervals.quantile(0.1)) / period
    const most = MAX_SPREAD_OF_FEW + (MAX_SPREAD - MAX_SPREAD_OF_FEW) * (size - MIN_INTERVALS) / (MAX_INTERVALS - MIN_INTERVALS)
    if (spread > most || !this.#isAlike()) return null
    return { visits: size + 1, period, spread, lasting: this.#last - this.#first, sent: this.#sizes.size === 0 ? null : this.#sizes.quantile(0.5) }
  }

  #isAlike(): boolean {
    if (this.#sizes.size < MIN_INTERVALS) return true
    return this.#sizes.medianDeviation() <= Math.max(MIN_SIZE_DEVIATION_BYTES, MAX_SIZE_DEVIATION * this.#sizes.quantile(0.5))
  }
}
