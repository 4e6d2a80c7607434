import type { LinkedCorrelation } from '../rule/correlation.ts'
import { makeWindow } from './make-window.ts'
import type { CorrelationWindow } from './window.ts'

/**
 * The windows of one correlation by group. Groups that were quiet for a timespan are dropped without being looked for: what is touched
 * moves to the current generation, and after a timespan the current becomes the previous one and the previous goes.
 */
export class GroupTable {
  readonly #correlation: LinkedCorrelation
  #current = new Map<string, CorrelationWindow>()
  #previous = new Map<string, CorrelationWindow>()
  #turned = -Infinity

  constructor(correlation: LinkedCorrelation) {
    this.#correlation = correlation
  }

  get groups(): number {
    return this.#current.size + this.#previous.size
  }

  windowOf(group: string, time: number): CorrelationWindow {
    if (time - this.#turned > this.#correlation.timespan) this.#turn(time)
    let window = this.#current.get(group)
    if (window !== undefined) return window
    window = this.#previous.get(group)
    if (window === undefined) window = makeWindow(this.#correlation)
    else this.#previous.delete(group)
    this.#current.set(group, window)
    return window
  }

  /** Events remembered in all windows. */
  entries(): number {
    let entries = 0
    for (const generation of [this.#current, this.#previous]) for (const window of generation.values()) entries += window.size
    return entries
  }

  /** Drops the groups that were quiet longest: the previous generation, or without one the older half of the current; answers how many. */
  evict(): number {
    const before = this.groups
    if (this.#previous.size > 0) this.#previous = new Map()
    else this.#current = new Map([...this.#current].slice(Math.ceil(this.#current.size / 2)))
    return before - this.groups
  }

  #turn(time: number): void {
    this.#previous = time - this.#turned > 2 * this.#correlation.timespan ? new Map() : this.#current
    this.#current = new Map()
    this.#turned = time
  }
}
