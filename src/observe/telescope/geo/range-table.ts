/**
 * Ranges of addresses, ascending by their first, each with a label: typed arrays and binary search, about 19 steps. Where ranges overlap, the one that begins last
 * holds the address: published tables have some thousand that do.
 */
export class RangeTable {
  /** Words of an address. */
  readonly #width: number
  readonly #first: Uint32Array
  readonly #last: Uint32Array
  readonly #label: Uint32Array
  readonly #labels: readonly string[]
  /** By range, one more than the nearest before it that reaches further; 0: none. */
  readonly #wider: Uint32Array

  /** @param label by range, the place in `labels` */
  constructor(width: 1 | 4, first: Uint32Array, last: Uint32Array, label: Uint32Array, labels: readonly string[]) {
    this.#width = width
    this.#first = first
    this.#last = last
    this.#label = label
    this.#labels = labels
    this.#wider = new Uint32Array(label.length)
    for (let range = 1; range < label.length; range++) {
      let before = range
      while (before > 0 && this.#compare(last, before - 1, last.subarray(width * range, width * (range + 1))) <= 0) before = this.#wider[before - 1]!
      this.#wider[range] = before
    }
  }

  get size(): number {
    return this.#label.length
  }

  find4(address: number): string | undefined {
    let low = 0
    for (let high = this.#label.length; low < high;) {
      const middle = (low + high) >>> 1
      if (this.#first[middle]! <= address) low = middle + 1
      else high = middle
    }
    while (low > 0 && address > this.#last[low - 1]!) low = this.#wider[low - 1]!
    return low > 0 ? this.#labels[this.#label[low - 1]!] : undefined
  }

  find6(words: Uint32Array): string | undefined {
    let low = 0
    for (let high = this.#label.length; low < high;) {
      const middle = (low + high) >>> 1
      if (this.#compare(this.#first, middle, words) <= 0) low = middle + 1
      else high = middle
    }
    while (low > 0 && this.#compare(this.#last, low - 1, words) < 0) low = this.#wider[low - 1]!
    return low > 0 ? this.#labels[this.#label[low - 1]!] : undefined
  }

  #compare(bounds: Uint32Array, range: number, words: Uint32Array): number {
    for (let word = 0; word < this.#width; word++) {
      const bound = bounds[this.#width * range + word]!
      if (bound !== words[word]!) return bound < words[word]! ? -1 : 1
    }
    return 0
  }
}
