import type { Signal } from '../../../model/signal.ts'
import { MAX_WINDOW_ENTRIES } from '../defaults.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import { GroupTable } from './group-table.ts'
import { makeWindow } from './make-window.ts'
import { conditionFields, fieldOf } from './needed-fields.ts'
import type { Completed } from './completed.ts'
import type { WindowInput } from './window.ts'

/**
 * Runs correlations over events in the order of time. A correlation is completed by an event when its condition holds of the window that
 * ends with the event, in the event's group, whatever was completed before: so the result is a function of the events, and each match is named
 * by the event that completes it. An event without one of the group-by fields belongs to no group. Letters compare without case.
 */
export class Correlator {
  readonly #correlations: readonly LinkedCorrelation[]
  #states: readonly CorrelationState[]
  /** Indices of the correlations about a rule. */
  readonly #about: ReadonlyMap<string, readonly number[]>
  readonly #maxEntries: number
  /** That one signal may add at most: those of a new window or one, and what is remembered of its event. */
  readonly #mostEntries: number
  #added = 0
  #evicted = 0

  /** @param correlations each after those it is about */
  constructor(correlations: readonly LinkedCorrelation[], maxEntries = MAX_WINDOW_ENTRIES) {
    this.#correlations = correlations
    this.#states = correlations.map(each => new CorrelationState(each))
    const about = new Map<string, number[]>()
    for (const [index, { rules }] of correlations.entries()) {
      for (const rule of rules) about.set(rule, [...about.get(rule) ?? [], index])
    }
    this.#about = about
    this.#maxEntries = maxEntries
    this.#mostEntries = ENTRIES_OF_EVENT + Math.max(1, ...correlations.map(each => makeWindow(each).size))
  }

  /** Groups that had to be forgotten while they might still have mattered. */
  get evicted(): number {
    return this.#evicted
  }

  /** @param time microseconds, none before the last @param signals the rules that the event matched @param event its id */
  accept(time: number, signals: readonly Signal[], event = ''): readonly Completed[] {
    const completed: Completed[] = []
    // Correlations that this event concerns, each once, in their order; those it completes may concern later ones.
    const waiting: number[] = []
    const tell = (signal: Signal) => {
      for (const index of this.#about.get(signal.rule) ?? []) {
        if (this.#states[index]!.hear(signal)) insertSorted(waiting, index)
      }
    }
    for (const signal of signals) tell(signal)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const signal of this.#states[next]!.reckon(time, event)) {
        completed.push({ rule: signal.rule, group: signal.group, events: signal.events })
        tell(signal)
      }
    }
    this.#added += signals.length * this.#mostEntries
    if (this.#added >= this.#maxEntries) this.#makeRoom()
    return completed
  }

  /** Another that goes on from here by itself. */
  copy(): Correlator {
    const copy = new Correlator(this.#correlations, this.#maxEntries)
    copy.#states = this.#states.map(state => state.copy())
    copy.#added = this.#added
    copy.#evicted = this.#evicted
    return copy
  }

  /** No more than {@link #added} entries can have come since they were last counted. */
  #makeRoom(): void {
    const total = () => this.#states.reduce((sum, { groups }) => sum + groups.entries(), 0)
    let entries = total()
    while (entries > this.#maxEntries / 2) {
      const [largest] = this.#states.map(({ groups }) => groups).sort((a, b) => b.entries() - a.entries())
      this.#evicted += largest!.evict()
      if (total() === entries) break
      entries = total()
    }
    this.#added = entries
  }
}

/** Among the latest, and as the last of its rule. */
const ENTRIES_OF_EVENT = 2

/** One correlation: what the event at hand says to it, and its windows. */
class CorrelationState {
  readonly groups: GroupTable
  readonly #correlation: LinkedCorrelation
  readonly #ruleIndex: ReadonlyMap<string, number>
  #heard: Signal[] = []

  constructor(correlation: LinkedCorrelation, groups = new GroupTable(correlation)) {
    this.#correlation = correlation
    this.#ruleIndex = new Map(correlation.rules.map((rule, index) => [rule, index]))
    this.groups = groups
  }

  /** Between two events: nothing that one said waits then. */
  copy(): CorrelationState {
    return new CorrelationState(this.#correlation, this.groups.copy())
  }

  /** True for the first of an event. */
  hear(signal: Signal): boolean {
    return this.#heard.push(signal) === 1
  }

  /** What the event heard of completes, a signal for each group. */
  reckon(time: number, event: string): (Signal & Completed)[] {
    const heard = this.#heard
    this.#heard = []
    const { groupBy, summary, rules, timespan } = this.#correlation
    const groups = new Map<string, { readonly inputs: WindowInput[]; readonly signal: Signal; readonly group: readonly string[] }>()
    for (const signal of heard) {
      const group = this.#valuesOf(signal, groupBy)
      if (group === null) continue
      const key = keyOf(group)
      const known = groups.get(key)
      const input = { rule: this.#ruleIndex.get(signal.rule)!, value: this.#valueOf(signal) }
      if (known === undefined) groups.set(key, { inputs: [input], signal, group })
      else known.inputs.push(input)
    }
    const completed: (Signal & Completed)[] = []
    for (const [key, { inputs, signal, group }] of groups) {
      const { window, recent } = this.groups.groupOf(key, time)
      recent.add(time, event, inputs, rules.length)
      if (!window.accept(time, inputs)) continue
      const own = Object.fromEntries(groupBy.map((name, index) => [name, group[index]!]))
      completed.push({ rule: summary.id, group, events: recent.since(time - timespan), values: { ...signal.values, ...own } })
    }
    return completed
  }

  #valueOf(signal: Signal): string | null {
    const fields = conditionFields(this.#correlation)
    const values = fields.length === 0 ? null : this.#valuesOf(signal, fields)
    return values === null ? null : keyOf(values)
  }

  /** Null when one is missing. */
  #valuesOf({ rule, values }: Signal, names: readonly string[]): readonly string[] | null {
    const found: string[] = []
    for (const name of names) {
      const value = values[fieldOf(this.#correlation, name, rule)]
      if (value === undefined) return null
      found.push(value)
    }
    return found
  }
}

/** The same text for the same values, whatever they hold. */
function keyOf(values: readonly string[]): string {
  return values.length === 1 ? values[0]!.toLowerCase() : JSON.stringify(values).toLowerCase()
}

function insertSorted(list: number[], value: number): void {
  let at = list.length
  while (at > 0 && list[at - 1]! > value) at--
  list.splice(at, 0, value)
}
