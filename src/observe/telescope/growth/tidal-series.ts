import { GROWTH_PAST_BINS } from './defaults.ts'

/** Times the usual number of a bin that counts for the tide. */
const TIDE_MOST = 3
/** Weight of a new bin in what is usual: an hour's memory. */
const TIDE_DISCOUNT = 1 / 12

const NOTHING = new Uint16Array(GROWTH_PAST_BINS)
const MOST = 65_535

/** Counts of a port bin by bin, and how much of each counts for all ports together: a flood on one port is not the tide. */
export class TidalSeries {
  /** Saturating; shared by all series in which nothing was counted: half a kilobyte for each of 65,536 ports adds up. */
  counts = NOTHING
  tide = NOTHING
  /** Of all bins. */
  total = 0
  #usual = 0

  count(bin: number): void {
    if (this.counts === NOTHING) {
      this.counts = new Uint16Array(GROWTH_PAST_BINS)
      this.tide = new Uint16Array(GROWTH_PAST_BINS)
    }
    const at = bin % GROWTH_PAST_BINS
    if (this.counts[at]! >= MOST) return
    this.counts[at]!++
    this.total++
  }

  /** Empties a bin for new counts. */
  clear(bin: number): void {
    if (this.counts === NOTHING) return
    this.total -= this.counts[bin % GROWTH_PAST_BINS]!
    this.counts[bin % GROWTH_PAST_BINS] = 0
    this.tide[bin % GROWTH_PAST_BINS] = 0
  }

  /** Ends a bin. @returns what of it counts for the tide */
  endBin(bin: number): number {
    if (this.counts === NOTHING) return 0
    const at = bin % GROWTH_PAST_BINS
    const count = this.counts[at]!
    const counted = Math.min(count, Math.ceil(TIDE_MOST * this.#usual) + 1)
    this.tide[at] = counted
    this.#usual += TIDE_DISCOUNT * (count - this.#usual)
    return counted
  }
}

/** The sum of `length` bins that end before `end`. */
export function sumOfBins(ring: Uint16Array | Uint32Array, end: number, length: number): number {
  let sum = 0
  for (let bin = Math.max(0, end - length); bin < end; bin++) sum += ring[bin % GROWTH_PAST_BINS]!
  return sum
}
