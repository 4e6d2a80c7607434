import type { Logsource } from '../../../model/source-mapping.ts'
import type { SigmaFilter } from './filter.ts'
import { renameCondition } from './rename-condition.ts'
import type { Condition, SigmaRule } from './rule.ts'

/** Rules with the filters in them, and what the filters meet. */
export interface FilteredRules {
  readonly rules: readonly SigmaRule[]
  /** By filter id. */
  readonly met: ReadonlyMap<string, MetRules>
}

export interface MetRules {
  /** Whether it was added to any; when not, whether all that it might be for were there. */
  readonly rules: 'some' | 'none-of-its-logsource' | 'none'
  /** Of the rules it names, those that are not there. */
  readonly missing: readonly string[]
}

/**
 * Adds each filter to the rules it is for: what it excludes no longer matches. A filter's condition may be written both ways that are
 * in use: as what is excluded (`selection`, as the specification's example has it) or as what stays (`not selection`, as pySigma's
 * have it). The two are told apart by an event of which no selection holds: a filter has nothing to say of it, so it stays.
 */
export function applyFilters(rules: readonly SigmaRule[], filters: readonly SigmaFilter[]): FilteredRules {
  const ready = filters.map(filter => ({ filter, part: conditionThatStays(filter), names: filter.rules === 'any' ? null : new Set(filter.rules) }))
  const seen = new Map(filters.map(filter => [filter.id, { rules: 0, found: new Set<string>() }]))
  const filtered = rules.map(rule => {
    let result = rule
    for (const { filter, part, names } of ready) {
      const record = seen.get(filter.id)!
      const named = [rule.summary.id, rule.name].filter(each => names?.has(each))
      for (const each of named) record.found.add(each)
      if ((names !== null && named.length === 0) || !contains(filter.logsource, rule.logsource)) continue
      record.rules++
      result = withPart(result, filter, part)
    }
    return result
  })
  const met = filters.map(({ id, rules: names }) => {
    const { rules: count, found } = seen.get(id)!
    const missing = names === 'any' ? [] : names.filter(name => !found.has(name))
    const wasFound = names === 'any' || missing.length < names.length
    return [id, { rules: count > 0 ? 'some' : wasFound ? 'none-of-its-logsource' : 'none', missing }] as const
  })
  return { rules: filtered, met: new Map(met) }
}

/** Whether a search identifier of a rule was put into it by this filter. */
export function isOfFilter(name: string, id: string): boolean {
  return name.startsWith(`filter ${id} `)
}

function withPart(rule: SigmaRule, filter: SigmaFilter, part: Condition): SigmaRule {
  const detections = new Map(rule.detections)
  for (const [name, detection] of filter.detections) detections.set(nameIn(filter, name), detection)
  return { ...rule, detections, condition: { kind: 'and', of: [rule.condition, part] } }
}

/** No search identifier of a rule can have this name: conditions are words. */
function nameIn(filter: SigmaFilter, name: string): string {
  return `filter ${filter.id} ${name}`
}

function conditionThatStays(filter: SigmaFilter): Condition {
  const renamed = renameCondition(filter.condition, name => nameIn(filter, name))
  return holdsOfNothing(filter.condition) ? renamed : { kind: 'not', of: renamed }
}

function holdsOfNothing(condition: Condition): boolean {
  switch (condition.kind) {
    case 'identifier':
    case 'quantified':
      return false
    case 'not':
      return !holdsOfNothing(condition.of)
    case 'and':
      return condition.of.every(holdsOfNothing)
    case 'or':
      return condition.of.some(holdsOfNothing)
  }
}

/** A filter's log source limits it: each part it names must be the rule's. */
export function contains(filter: Logsource, rule: Logsource): boolean {
  return (['product', 'category', 'service'] as const).every(part => filter[part] === undefined || filter[part] === rule[part])
}
