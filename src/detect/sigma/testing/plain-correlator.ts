import type { Signal } from '../../../model/signal.ts'
import { conditionFields, fieldOf } from '../correlation/needed-fields.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import type { Condition } from '../rule/rule.ts'

interface Heard {
  readonly time: number
  /** Number of the event. */
  readonly event: number
  readonly rule: string
  readonly group: string
  readonly value: string | null
}

/** What correlations mean, said without any state between events but all that was ever heard: the oracle of the correlator. */
export class PlainCorrelator {
  readonly #correlations: readonly LinkedCorrelation[]
  readonly #heard = new Map<string, Heard[]>()
  #event = 0

  constructor(correlations: readonly LinkedCorrelation[]) {
    this.#correlations = correlations
  }

  accept(time: number, signals: readonly Signal[]): string[] {
    this.#event++
    const all = [...signals]
    const completed: string[] = []
    for (const correlation of this.#correlations) {
      const { rules, groupBy, summary } = correlation
      const known = this.#heard.get(summary.id) ?? []
      this.#heard.set(summary.id, known)
      const now: { heard: Heard; signal: Signal }[] = []
      for (const signal of all.filter(({ rule }) => rules.includes(rule))) {
        const valuesOf = (names: readonly string[]) => names.map(name => signal.values[fieldOf(correlation, name, signal.rule)])
        const group = valuesOf(groupBy)
        if (group.includes(undefined)) continue
        const fields = valuesOf(conditionFields(correlation))
        const value = fields.length === 0 || fields.includes(undefined) ? null : fields.length === 1 ? fields[0]!.toLowerCase() : JSON.stringify(fields).toLowerCase()
        now.push({ heard: { time, event: this.#event, rule: signal.rule, group: JSON.stringify(group).toLowerCase(), value }, signal })
      }
      known.push(...now.map(({ heard }) => heard))
      for (const same of Map.groupBy(now, ({ heard }) => heard.group).values()) {
        const { heard, signal } = same[0]!
        const window = known.filter(each => each.group === heard.group && each.time >= time - correlation.timespan)
        if (!holds(correlation, window, this.#event)) continue
        completed.push(summary.id)
        const own = groupBy.map(name => [name, signal.values[fieldOf(correlation, name, signal.rule)]!])
        all.push({ rule: summary.id, values: { ...signal.values, ...Object.fromEntries(own) } })
      }
    }
    return completed
  }
}

function holds({ type, rules, condition }: LinkedCorrelation, window: readonly Heard[], event: number): boolean {
  const isPresent = (rule: string) => window.some(each => each.rule === rule)
  if (condition.kind === 'rules') {
    if (type === 'temporal') return said(condition.condition, isPresent)
    const wanted = rules.filter(rule => said(condition.condition, each => each === rule, 'wanted'))
    return said(condition.condition, isPresent) && longestChain(window, wanted, event) === wanted.length
  }
  const numbers = () => {
    const found = [...Map.groupBy(window, each => each.event)].map(([number, each]) => ({ number, value: each.map(({ value }) => value).find(isNumber) }))
    return found.some(({ number, value }) => number === event && value !== undefined) ? found.filter(({ value }) => value !== undefined).map(({ value }) => Number(value)) : null
  }
  const number = reckon()
  return number !== null && condition.tests.every(({ operator, value }) => ({
    gt: number > value, gte: number >= value, lt: number < value, lte: number <= value, eq: number === value, neq: number !== value,
  })[operator])

  function reckon(): number | null {
    switch (type) {
      case 'event_count':
        return new Set(window.map(each => each.event)).size
      case 'value_count':
        return window.some(each => each.event === event && each.value !== null) ? new Set(window.map(each => each.value).filter(each => each !== null)).size : null
      case 'temporal':
        return rules.filter(isPresent).length
      case 'temporal_ordered':
        return longestChain(window, rules, event) || null
      case 'value_sum':
        return numbers()?.reduce((sum, each) => sum + each, 0) ?? null
      case 'value_avg': {
        const all = numbers()
        return all === null ? null : all.reduce((sum, each) => sum + each, 0) / all.length
      }
      case 'value_median':
      case 'value_percentile': {
        const sorted = numbers()?.sort((a, b) => a - b)
        if (sorted === undefined || condition.kind !== 'number') return null
        const place = ((type === 'value_median' ? 50 : condition.percentile) / 100) * (sorted.length - 1)
        const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
        return below === above ? below : below + (above - below) * (place - Math.floor(place))
      }
    }
  }
}

/** Rules of the order, each met by a later event than the one before, the last of them by this event. */
function longestChain(window: readonly Heard[], order: readonly string[], event: number): number {
  const chain = (rule: number, at: number): number => {
    const earlier = window.filter(each => each.event < at)
    const lengths = earlier.flatMap(each => order.slice(0, rule).flatMap((name, before) => (name === each.rule ? [chain(before, each.event)] : [])))
    return 1 + Math.max(0, ...lengths)
  }
  return Math.max(0, ...window.filter(each => each.event === event && order.includes(each.rule)).map(each => chain(order.indexOf(each.rule), event)))
}

/** `wanted`: a conjunction in which nothing is denied. */
function said(condition: Condition, isPresent: (rule: string) => boolean, mode: 'holds' | 'wanted' = 'holds'): boolean {
  switch (condition.kind) {
    case 'identifier':
      return isPresent(condition.name)
    case 'not':
      return mode === 'holds' && !said(condition.of, isPresent)
    case 'quantified':
      return mode === 'wanted' || condition.count === 'any' ? condition.names.some(isPresent) : condition.names.every(isPresent)
    case 'and':
      return mode === 'wanted' ? condition.of.some(each => said(each, isPresent, mode)) : condition.of.every(each => said(each, isPresent))
    case 'or':
      return condition.of.some(each => said(each, isPresent, mode))
  }
}

function isNumber(value: string | null): value is string {
  return value !== null && value.trim() !== '' && Number.isFinite(Number(value))
}
