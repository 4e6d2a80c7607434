import { identifiersIn } from './identifiers-in.ts'
import { parseCondition } from './parse-condition.ts'
import type { CorrelationCondition, CorrelationType, CountOperator, SigmaCorrelation } from './correlation.ts'
import { CORRELATION_TYPES } from './correlation.ts'
import { isMap } from './parse-detection.ts'
import { parseTimespan } from './parse-timespan.ts'
import type { Path, Report } from './problem.ts'
import type { Condition } from './rule.ts'
import { summarise } from './rule-summary.ts'

/** Reads a correlation from parsed YAML; null when something is wrong, which `report` then knows. */
export function parseCorrelation(document: Readonly<Record<string, unknown>>, title: string, file: string, report: Report): SigmaCorrelation | null {
  if (title.trim() === '') report({ code: 'SIGMA-E006', path: 'title' in document ? ['title'] : [], terms: {} })
  const written = document['correlation']
  if (!isMap(written)) return wrong(report, [], 'is not a map')
  const type = CORRELATION_TYPES.find(each => each === written['type'])
  if (type === undefined) return wrong(report, ['type'], `has a type that is none of ${CORRELATION_TYPES.join(', ')}`)
  const rules = nonEmpty(textsOf(written['rules'] ?? rulesInCondition(written['condition'], type)))
  const timespan = typeof written['timespan'] === 'string' ? parseTimespan(written['timespan']) : null
  const groupBy = textsOf(written['group-by'] ?? [])
  const aliases = readAliases(written['aliases'] ?? {})
  if (rules === null || new Set(rules).size < rules.length) wrong(report, ['rules'], 'needs "rules": a list of ids or names, each once')
  if (timespan === null) wrong(report, ['timespan'], 'needs a "timespan" as 90s, 5m, 1h, 7d, 2w, 1M or 1y')
  if (groupBy === null) wrong(report, ['group-by'], 'has a "group-by" that is not a list of fields')
  if (aliases === null) wrong(report, ['aliases'], 'has "aliases" that do not name a field for each rule')
  // The specification has it beside the section, its examples in it.
  const generate = document['generate'] ?? written['generate'] ?? false
  if (typeof generate !== 'boolean') wrong(report, ['generate'], 'has a "generate" that is neither true nor false')
  if (rules === null || timespan === null || groupBy === null || aliases === null) return null
  const condition = readCondition(written['condition'], type, rules, report)
  if (condition === null) return null
  return {
    summary: summarise(document, title, report),
    name: typeof document['name'] === 'string' ? document['name'] : '',
    type, rules, groupBy, aliases, timespan, condition,
    matchesOfRules: generate === true ? 'kept' : 'absorbed',
    file,
  }
}

const OPERATORS: readonly CountOperator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq']

function readCondition(value: unknown, type: CorrelationType, rules: readonly string[], report: Report): CorrelationCondition | null {
  const asTemporal = isTemporal(type)
  if (value === undefined && asTemporal) return { kind: 'number', tests: [{ operator: 'gte', value: rules.length }], fields: [], percentile: 0 }
  if (typeof value === 'string' && asTemporal) return readRulesCondition(value, type, rules, report)
  if (!isMap(value)) return wrong(report, ['condition'], asTemporal ? 'has a condition that is neither a map nor text' : 'needs a condition, as a map')
  return readNumberCondition(value, type, report)
}

function readNumberCondition(map: Readonly<Record<string, unknown>>, type: CorrelationType, report: Report): CorrelationCondition | null {
  const tests = OPERATORS.filter(operator => operator in map).map(operator => ({ operator, value: numberOf(map[operator]) }))
  const numbers = tests.filter((test): test is { operator: CountOperator; value: number } => test.value !== null)
  if (tests.length === 0 || numbers.length < tests.length) return wrong(report, ['condition'], `needs a number for one of ${OPERATORS.join(', ')}`)
  const stranger = Object.keys(map).find(key => !OPERATORS.some(each => each === key) && key !== 'field' && key !== 'percentile')
  if (stranger !== undefined) return wrong(report, ['condition', stranger], `has "${stranger}" in its condition, which is unknown`)
  const fields = nonEmpty(textsOf(map['field'] ?? []))
  if (type.startsWith('value_') && fields === null) return wrong(report, ['condition'], 'needs "field" in its condition')
  if (type.startsWith('value_') && type !== 'value_count' && fields!.length > 1) return wrong(report, ['condition', 'field'], 'reckons with one field only')
  if (type === 'value_percentile' && !('percentile' in map)) report({ code: 'SIGMA-W111', path: ['correlation', 'condition'], terms: {} })
  const percentile = 'percentile' in map ? numberOf(map['percentile']) : DEFAULT_PERCENTILE
  if (percentile === null || percentile < 0 || percentile > 100) {
    return wrong(report, ['condition'], 'needs "percentile" in its condition, from 0 to 100')
  }
  return { kind: 'number', tests: numbers, fields: fields ?? [], percentile }
}

/** As in pySigma; the specification's schema does not know the key. */
const DEFAULT_PERCENTILE = 95

/** As in pySigma the rules of a temporal correlation may be those that its condition names. */
function rulesInCondition(condition: unknown, type: CorrelationType): readonly string[] | undefined {
  if (typeof condition !== 'string' || !isTemporal(type)) return undefined
  return [...new Set(condition.match(/[^\s()]+/g) ?? [])].filter(word => !/^(?:and|or|not)$/i.test(word))
}

function isTemporal(type: CorrelationType): boolean {
  return type === 'temporal' || type === 'temporal_ordered'
}

function readRulesCondition(text: string, type: CorrelationType, rules: readonly string[], report: Report): CorrelationCondition | null {
  const condition = parseCondition(text, rules, ['correlation', 'condition'], report)
  if (condition === null) return null
  const used = new Set(identifiersIn(condition))
  for (const identifier of rules) if (!used.has(identifier)) report({ code: 'SIGMA-W103', path: ['correlation', 'rules'], terms: { identifier } })
  if (type === 'temporal_ordered' && !isConjunction(condition)) {
    return wrong(report, ['condition'], 'has an order, which only rules joined by "and" and "and not" have')
  }
  return { kind: 'rules', condition }
}

function isConjunction(condition: Condition): boolean {
  switch (condition.kind) {
    case 'identifier':
      return true
    case 'not':
      return condition.of.kind === 'identifier'
    case 'and':
      return condition.of.every(isConjunction)
    case 'quantified':
      return condition.count === 'all'
    case 'or':
      return false
  }
}

function readAliases(value: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> | null {
  if (!isMap(value)) return null
  const aliases = new Map<string, ReadonlyMap<string, string>>()
  for (const [alias, fields] of Object.entries(value)) {
    if (!isMap(fields)) return null
    const entries = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    if (entries.length < Object.keys(fields).length) return null
    aliases.set(alias, new Map(entries))
  }
  return aliases
}

function wrong(report: Report, path: Path, reason: string): null {
  report({ code: 'SIGMA-E036', path: ['correlation', ...path], terms: { reason } })
  return null
}

/** A text, or a list of them; null for anything else. */
function textsOf(value: unknown): readonly string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.every(each => typeof each === 'string' && each !== '') ? list.map(String) : null
}

/** Integers come as bigint, where YAML's are read exactly. */
function numberOf(value: unknown): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

function nonEmpty(list: readonly string[] | null): readonly string[] | null {
  return list === null || list.length === 0 ? null : list
}
