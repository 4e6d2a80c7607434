import { BATCH_ROWS, EventBatchBuilder } from '../../../model/event-batch.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { FilterTrial, RuleCard, ShownEvent } from '../../../model/ports/rule-shelf.ts'
import type { LoadOptions, RuleSet } from '../load/load-rules.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { applyFilters } from '../rule/apply-filters.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { readRuleTests, testsPathOf } from '../rule-tests/rule-tests.ts'
import { runRuleTests } from '../rule-tests/run-rule-tests.ts'
import { sigmaDetector } from '../sigma-detector.ts'

interface TrialParts {
  readonly rule: SigmaRule
  /** All rules that are loaded: a filter may be written for several. */
  readonly rules: readonly SigmaRule[]
  readonly options: LoadOptions
  readonly mappings: Mappings
  readonly cards: ReadonlyMap<string, RuleCard>
}

/** What a filter would do to a rule that has all other filters in it already. */
export function tryFilter(text: string, { rule, rules, options, mappings, cards }: TrialParts): FilterTrial {
  const { filters, problems, rules: others, correlations } = loadRuleText(text, FILE, options)
  const shown = problems.map(({ code, severity, line, column, message, mend }) => ({ code, severity, set: '', file: '', line, column, message, mend }))
  const [filter] = filters
  const isAlone = filters.length === 1 && others.length === 0 && correlations.length === 0
  // A rule that a filter is not for stays the same object.
  const met = filter === undefined ? [] : applyFilters(rules, [filter]).rules.filter((each, i) => each !== rules[i]).map(({ summary }) => summary.id)
  const filtered = filter === undefined ? rule : applyFilters([rule], [filter]).rules[0]!
  return {
    // What says that it meets no rule is about the text alone; whether it does is told by `appliesTo`.
    problems: shown.filter(({ code }) => code !== 'SIGMA-W107' && code !== 'SIGMA-W108'),
    isUsable: isAlone && !shown.some(({ severity }) => severity === 'error') && met.includes(rule.summary.id),
    id: filter?.id ?? '',
    appliesTo: met.flatMap(key => cards.get(key) ?? []),
    tests: testsOf(filtered, mappings),
    sort: events => sortEvents(events, rule, filtered, mappings),
  }
}

const FILE = 'filter.yml'

function testsOf(rule: SigmaRule, mappings: Mappings): FilterTrial['tests'] {
  const read = readRuleTests(testsPathOf(rule.file))
  if (read === null || 'wrong' in read) return read
  return { tests: runRuleTests(alone(rule), read.tests, mappings).map(({ name, expected, passed }) => ({ name, expected, passed })) }
}

function sortEvents(events: readonly ShownEvent[], before: SigmaRule, after: SigmaRule, mappings: Mappings): ('silenced' | 'kept' | 'not-found')[] {
  const [found, still] = [before, after].map(rule => foundBy(rule, events, mappings))
  return events.map((_, row) => (!found!.has(row) ? 'not-found' : still!.has(row) ? 'kept' : 'silenced'))
}

function foundBy(rule: SigmaRule, events: readonly ShownEvent[], mappings: Mappings): ReadonlySet<number> {
  const detector = sigmaDetector(alone(rule), mappings)
  const found = new Set<number>()
  for (let from = 0; from < events.length; from += BATCH_ROWS) {
    const builder = new EventBatchBuilder()
    for (const { dataset, fields } of events.slice(from, from + BATCH_ROWS)) builder.add({ dataset, time: null, record: 0, offset: 0, length: 0, fields })
    for (const { row } of detector.inspect(builder.take())) found.add(from + row)
  }
  return found
}

function alone(rule: SigmaRule): RuleSet {
  return { rules: [rule], filters: [], correlations: [], absorbed: new Set(), problems: [], files: 1 }
}
