import { quantile } from './quantile.ts'

/** The latest values of a series, also in order: adding one costs a search and a shift of at most so many. */
export class SortedWindow {
  readonly #most: number
  #latest: number[] = []
  #sorted: number[] = []
  /** Where the oldest of {@link #latest} is, once it is full. */
  #oldest = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#latest.length
  }

  add(value: number): void {
    if (this.#latest.length < this.#most) this.#latest.push(value)
    else {
      this.#sorted.splice(this.#placeOf(this.#latest[this.#oldest]!), 1)
      this.#latest[this.#oldest] = value
      this.#oldest = (this.#oldest + 1) % this.#most
    }
    this.#sorted.splice(this.#placeOf(value), 0, value)
  }

  copy(): SortedWindow {
    const copy = new SortedWindow(this.#most)
    copy.#latest = this.#latest.slice()
    copy.#sorted = this.#sorted.slice()
    copy.#oldest = this.#oldest
    return copy
  }

  quantile(share: number): number {
    return quantile(this.#sorted, share)
  }

  /** The median of the distances from the median. */
  medianDeviation(): number {
    const median = this.quantile(0.5)
    return quantile(this.#sorted.map(value => Math.abs(value - median)).sort((a, b) => a - b), 0.5)
  }

  /** Of the first that is not less. */
  #placeOf(value: number): number {
    let from = 0
    let to = this.#sorted.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#sorted[middle]! < value) from = middle + 1
      else to = middle
    }
    return from
  }
}
