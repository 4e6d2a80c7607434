import { REMEMBERED_KEYS } from './defaults.ts'

/** How many at once, and how many come back a minute. */
export interface Rate {
  readonly burst: number
  readonly perMinute: number
}

/** A token bucket for each key. Memory is bounded: the key unused longest is forgotten. */
export class RateLimit {
  readonly #rate: Rate
  readonly #now: () => number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  /** @param now milliseconds */
  constructor(rate: Rate, now: () => number) {
    this.#rate = rate
    this.#now = now
  }

  /** Takes one; answers 0, or how many seconds to wait when there is none. */
  take(key: string): number {
    const now = this.#now()
    const { burst, perMinute } = this.#rate
    const before = this.#buckets.get(key)
    const left = before === undefined ? burst : Math.min(burst, before.left + Math.max(0, now - before.at) * perMinute / 60_000)
    this.#buckets.delete(key)
    this.#buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
    if (this.#buckets.size > REMEMBERED_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!)
    return left >= 1 ? 0 : (1 - left) * 60 / perMinute
  }

  /** All tries are there again. */
  forget(key: string): void {
    this.#buckets.delete(key)
  }
}
