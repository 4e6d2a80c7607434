import type { LinkedCorrelation } from '../rule/correlation.ts'
import { makeWindow } from './make-window.ts'
import { RecentEvents } from './recent-events.ts'
import type { CorrelationWindow } from './window.ts'

/** What a correlation remembers of one group. */
export interface Group {
  readonly window: CorrelationWindow
  readonly recent: RecentEvents
}

/**
 * The windows of one correlation by group. Groups that were quiet for a timespan are dropped without being looked for: what is touched
 * moves to the current generation, and after a timespan the current becomes the previous one and the previous goes.
 */
export class GroupTable {
  readonly #correlation: LinkedCorrelation
  #current = new Map<string, Group>()
  #previous = new Map<string, Group>()
  #turned = -Infinity

  constructor(correlation: LinkedCorrelation) {
    this.#correlation = correlation
  }

  get groups(): number {
    return this.#current.size + this.#previous.size
  }

  groupOf(key: string, time: number): Group {
    if (time - this.#turned > this.#correlation.timespan) this.#turn(time)
    let group = this.#current.get(key)
    if (group !== undefined) return group
    group = this.#previous.get(key)
    if (group === undefined) group = { window: makeWindow(this.#correlation), recent: new RecentEvents() }
    else this.#previous.delete(key)
    this.#current.set(key, group)
    return group
  }

  /** Events remembered of all groups. */
  entries(): number {
    let entries = 0
    for (const generation of [this.#current, this.#previous]) for (const { window, recent } of generation.values()) entries += window.size + recent.size
    return entries
  }

  /** Drops the groups that were quiet longest: the previous generation, or without one the older half of the current; answers how many. */
  evict(): number {
    const before = this.groups
    if (this.#previous.size > 0) this.#previous = new Map()
    else this.#current = new Map([...this.#current].slice(Math.ceil(this.#current.size / 2)))
    return before - this.groups
  }

  copy(): GroupTable {
    const copy = new GroupTable(this.#correlation)
    copy.#current = copyOf(this.#current)
    copy.#previous = copyOf(this.#previous)
    copy.#turned = this.#turned
    return copy
  }

  #turn(time: number): void {
    this.#previous = time - this.#turned > 2 * this.#correlation.timespan ? new Map() : this.#current
    this.#current = new Map()
    this.#turned = time
  }
}

function copyOf(groups: ReadonlyMap<string, Group>): Map<string, Group> {
  return new Map([...groups].map(([key, { window, recent }]) => [key, { window: window.copy(), recent: recent.copy() }]))
}
