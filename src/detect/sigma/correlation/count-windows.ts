import type { NumberCondition } from './number-condition.ts'
import { holdsOf } from './number-condition.ts'
import { TimeQueue } from './time-queue.ts'
import type { CorrelationWindow, WindowInput } from './window.ts'

/** event_count: how many events, whichever of the rules they matched. */
export class EventCountWindow implements CorrelationWindow {
  readonly #timespan: number
  readonly #condition: NumberCondition
  #events = new TimeQueue<true>()

  constructor(timespan: number, condition: NumberCondition) {
    this.#timespan = timespan
    this.#condition = condition
  }

  get size(): number {
    return this.#events.size
  }

  accept(time: number, _inputs: readonly WindowInput[]): boolean {
    while (this.#events.takeBefore(time - this.#timespan) !== undefined);
    this.#events.push(time, true)
    return holdsOf(this.#condition, this.#events.size)
  }

  copy(): EventCountWindow {
    const copy = new EventCountWindow(this.#timespan, this.#condition)
    copy.#events = this.#events.copy()
    return copy
  }
}

interface Counted {
  readonly value: string
  count: number
}

/** value_count: how many different values; events without one are not seen. */
export class ValueCountWindow implements CorrelationWindow {
  readonly #timespan: number
  readonly #condition: NumberCondition
  #events = new TimeQueue<Counted>()
  readonly #values = new Map<string, Counted>()

  constructor(timespan: number, condition: NumberCondition) {
    this.#timespan = timespan
    this.#condition = condition
  }

  get size(): number {
    return this.#events.size
  }

  accept(time: number, inputs: readonly WindowInput[]): boolean {
    for (let old = this.#events.takeBefore(time - this.#timespan); old !== undefined; old = this.#events.takeBefore(time - this.#timespan)) {
      if (--old.count === 0) this.#values.delete(old.value)
    }
    let seen = false
    for (const { value } of inputs) {
      if (value === null) continue
      seen = true
      let counted = this.#values.get(value)
      if (counted === undefined) this.#values.set(value, counted = { value, count: 0 })
      counted.count++
      this.#events.push(time, counted)
    }
    return seen && holdsOf(this.#condition, this.#values.size)
  }

  copy(): ValueCountWindow {
    const copy = new ValueCountWindow(this.#timespan, this.#condition)
    for (const [value, counted] of this.#values) copy.#values.set(value, { ...counted })
    // Both look at one count for each value.
    copy.#events = this.#events.copy(({ value }) => copy.#values.get(value)!)
    return copy
  }
}
