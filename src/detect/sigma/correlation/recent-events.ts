import { FACT_EVENTS } from '../../../model/reason.ts'
import type { WindowInput } from './window.ts'

/**
 * Which events a group's window stands on, as far as a fact lists them: the last of each rule, and the latest of all. A window itself knows
 * numbers only. Memory: an entry for each listed event and each rule.
 */
export class RecentEvents {
  readonly #events: string[] = []
  readonly #times: number[] = []
  readonly #lastOfRule = new Map<number, { readonly time: number; readonly event: string }>()
  #next = 0

  get size(): number {
    return this.#events.length + this.#lastOfRule.size
  }

  add(time: number, event: string, inputs: readonly WindowInput[], rules: number): void {
    this.#events[this.#next] = event
    this.#times[this.#next] = time
    this.#next = (this.#next + 1) % FACT_EVENTS
    // Of a single rule the latest are enough.
    if (rules > 1) for (const { rule } of inputs) this.#lastOfRule.set(rule, { time, event })
  }

  copy(): RecentEvents {
    const copy = new RecentEvents()
    copy.#events.push(...this.#events)
    copy.#times.push(...this.#times)
    for (const [rule, last] of this.#lastOfRule) copy.#lastOfRule.set(rule, last)
    copy.#next = this.#next
    return copy
  }

  /** Ids of events no older than a time, the last added first; no more than a fact lists. */
  since(time: number): readonly string[] {
    const found = new Set<string>()
    const latest = (this.#next + FACT_EVENTS - 1) % FACT_EVENTS
    if (this.#times[latest]! >= time) found.add(this.#events[latest]!)
    for (const each of this.#lastOfRule.values()) if (each.time >= time && found.size < FACT_EVENTS) found.add(each.event)
    for (let back = 0; back < this.#events.length && found.size < FACT_EVENTS; back++) {
      const at = (latest + FACT_EVENTS - back) % FACT_EVENTS
      if (this.#times[at]! >= time) found.add(this.#events[at]!)
    }
    return [...found]
  }
}
