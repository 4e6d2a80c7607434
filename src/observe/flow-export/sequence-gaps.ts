import { EXPORTERS, LARGEST_GAP } from './defaults.ts'

/** Follows the numbering of exporters, to tell how much of what they sent did not arrive; bounded, the oldest are forgotten. */
export class SequenceGaps {
  readonly #next = new Map<string, number>()

  /**
   * @param count units that this export holds; null when nobody knows
   * @returns units that are missing before it; 0 for the first of an exporter, for one that comes late and after a restart
   */
  missing(exporter: string, sequence: number, count: number | null): number {
    const expected = this.#next.get(exporter)
    const gap = expected === undefined ? 0 : (sequence - expected) >>> 0
    const isLate = gap > 2 ** 31
    // One that comes late was told as missing: what is next stays.
    if (!isLate || (expected !== undefined && (expected - sequence) >>> 0 > LARGEST_GAP)) {
      this.#next.delete(exporter)
      if (count !== null) this.#next.set(exporter, (sequence + count) >>> 0)
      if (this.#next.size > EXPORTERS) this.#next.delete(this.#next.keys().next().value!)
    }
    return isLate || gap > LARGEST_GAP ? 0 : gap
  }
}
