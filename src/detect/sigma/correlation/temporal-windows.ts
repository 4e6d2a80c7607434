import { conditionHolds } from '../rule/condition-holds.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import type { Condition } from '../rule/rule.ts'
import { holdsOf } from './number-condition.ts'
import type { CorrelationWindow, WindowInput } from './window.ts'

/** temporal: which rules have an event in the window. Only the last event of each counts, so a window is as small as its list of rules. */
export class TemporalWindow implements CorrelationWindow {
  readonly #correlation: LinkedCorrelation
  readonly #last: Float64Array

  constructor(correlation: LinkedCorrelation) {
    this.#correlation = correlation
    this.#last = new Float64Array(correlation.rules.length).fill(-Infinity)
  }

  get size(): number {
    return this.#last.length
  }

  accept(time: number, inputs: readonly WindowInput[]): boolean {
    for (const { rule } of inputs) this.#last[rule] = time
    const { condition, rules, timespan } = this.#correlation
    const isPresent = (rule: number) => this.#last[rule]! >= time - timespan
    if (condition.kind === 'rules') return conditionHolds(condition.condition, name => isPresent(rules.indexOf(name)))
    let present = 0
    for (let rule = 0; rule < rules.length; rule++) if (isPresent(rule)) present++
    return holdsOf(condition, present)
  }

  copy(): TemporalWindow {
    const copy = new TemporalWindow(this.#correlation)
    copy.#last.set(this.#last)
    return copy
  }
}

/**
 * temporal_ordered: events of the rules in the order of the list, each event for one rule, the last of them now. For each rule and each
 * length it is enough to know when the latest chain began that ends with that rule.
 */
export class TemporalOrderedWindow implements CorrelationWindow {
  readonly #correlation: LinkedCorrelation
  /** Of the chain: its rules, as indices of the correlation's; all of them, or those that a condition over rules wants. */
  readonly #order: readonly number[]
  /** Rules that must not be in the window. */
  readonly #absent: readonly number[]
  /** Start of the latest chain of `length` that ends with the rule at `place` of the order: `[place * lengths + length - 1]`. */
  readonly #starts: Float64Array
  readonly #last: Float64Array

  constructor(correlation: LinkedCorrelation) {
    const { rules, condition } = correlation
    const { wanted, absent } = condition.kind === 'rules' ? partsOf(condition.condition) : { wanted: rules, absent: [] }
    this.#correlation = correlation
    this.#order = rules.map((_, index) => index).filter(index => wanted.includes(rules[index]!))
    this.#absent = absent.map(name => rules.indexOf(name))
    this.#starts = new Float64Array(this.#order.length ** 2).fill(-Infinity)
    this.#last = new Float64Array(rules.length).fill(-Infinity)
  }

  get size(): number {
    return this.#starts.length
  }

  accept(time: number, inputs: readonly WindowInput[]): boolean {
    const { condition, timespan } = this.#correlation
    const lengths = this.#order.length
    let longest = 0
    const reached: [at: number, start: number][] = []
    for (const { rule } of inputs) {
      this.#last[rule] = time
      const place = this.#order.indexOf(rule)
      for (let length = 1; place >= 0 && length <= place + 1; length++) {
        const start = length === 1 ? time : this.#latestStart(place, length - 1)
        if (start < time - timespan) continue
        longest = Math.max(longest, length)
        reached.push([place * lengths + length - 1, start])
      }
    }
    // Only now, so that no event stands for two rules of a chain.
    for (const [at, start] of reached) this.#starts[at] = Math.max(this.#starts[at]!, start)
    if (condition.kind === 'number') return longest > 0 && holdsOf(condition, longest)
    return longest === lengths && lengths > 0 && this.#absent.every(rule => this.#last[rule]! < time - timespan)
  }

  copy(): TemporalOrderedWindow {
    const copy = new TemporalOrderedWindow(this.#correlation)
    copy.#starts.set(this.#starts)
    copy.#last.set(this.#last)
    return copy
  }

  /** Of the chains of a length that end with a rule before this place. */
  #latestStart(place: number, length: number): number {
    let latest = -Infinity
    for (let before = 0; before < place; before++) latest = Math.max(latest, this.#starts[before * this.#order.length + length - 1]!)
    return latest
  }
}

/** Of a conjunction, which is all that an order may be asked of. */
function partsOf(condition: Condition): { readonly wanted: readonly string[]; readonly absent: readonly string[] } {
  switch (condition.kind) {
    case 'identifier':
      return { wanted: [condition.name], absent: [] }
    case 'quantified':
      return { wanted: condition.names, absent: [] }
    case 'not':
      return { wanted: [], absent: partsOf(condition.of).wanted }
    default: {
      const parts = condition.of.map(partsOf)
      return { wanted: parts.flatMap(({ wanted }) => wanted), absent: parts.flatMap(({ absent }) => absent) }
    }
  }
}
