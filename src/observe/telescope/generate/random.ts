/** Numbers that follow from a seed, the same on every machine (Mulberry32: 32 bits of state; for test traffic, not for secrets). */
export class Random {
  #state: number

  /** @param stream which of many independent sequences of the seed */
  constructor(seed: number, stream: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77)) >>> 0
    for (let warm = 0; warm < 4; warm++) this.word()
  }

  /** 0 to 2³² − 1. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let value = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return (value ^ (value >>> 14)) >>> 0
  }

  /** 0 to n − 1. */
  below(n: number): number {
    return Math.floor(this.word() / 2 ** 32 * n)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** 16 bits, never 0. */
  half(): number {
    return 1 + this.below(65_535)
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)]!
  }

  /** Waiting time until the next of events that come by chance. */
  exponential(mean: number): number {
    return -Math.log((this.word() + 1) / 2 ** 32) * mean
  }
}
