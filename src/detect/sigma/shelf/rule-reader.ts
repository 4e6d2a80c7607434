import { existsSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { Mappings } from '../../../model/mappings.ts'
import type {
  CorrelationWords, FilterCard, RuleCard, RuleDirectory, RulePage, RuleProblem, RuleReader, RuleShelf, RuleTestOutcomes,
} from '../../../model/ports/rule-shelf.ts'
import { explainRule } from '../explain/explain-rule.ts'
import { compareRuleSets } from '../load/compare-rule-sets.ts'
import type { LoadOptions, RuleSet } from '../load/load-rules.ts'
import { loadRules, loadRulesInTurns } from '../load/load-rules.ts'
import { isOfFilter } from '../rule/apply-filters.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import type { Problem } from '../rule/problem.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { neverFiring } from '../retro/never-firing.ts'
import { ruleHunter } from '../retro/rule-hunter.ts'
import { readRuleTests, testsPathOf } from '../rule-tests/rule-tests.ts'
import { runRuleTests } from '../rule-tests/run-rule-tests.ts'
import { draftFilter } from './draft-filter.ts'
import { ruleDocument } from './rule-document.ts'
import { rulePart, withoutEvent } from './rule-part.ts'
import { tryFilter } from './try-filter.ts'

/** Reads Sigma rules for those who show them. */
export function ruleReader(mappings: Mappings, options: LoadOptions): RuleReader {
  return {
    async read(directories, { endedFilters = new Set<string>() } = {}) {
      const chosen = { ...options, disabled: endedFilters }
      return new SigmaShelf(await loadRulesInTurns(directories.map(({ path }) => path), chosen), directories, mappings, chosen)
    },
    async compare(before, after) {
      const coming = await loadRulesInTurns([after.path], options)
      const changes = compareRuleSets(await loadRulesInTurns(before === null ? [] : [before.path], options), coming)
      const place = placer([after])
      return {
        ...changes, rules: coming.rules.length + coming.correlations.length, filters: coming.filters.length,
        problems: coming.problems.map(problem => shownProblem(problem, place)),
      }
    },
  }
}

class SigmaShelf implements RuleShelf {
  readonly cards: readonly RuleCard[]
  readonly filters: readonly FilterCard[]
  readonly problems: readonly RuleProblem[]
  readonly #mappings: Mappings
  readonly #options: LoadOptions
  readonly #ruleSet: RuleSet
  readonly #rules: ReadonlyMap<string, SigmaRule>
  readonly #correlations: ReadonlyMap<string, LinkedCorrelation>
  readonly #cards: ReadonlyMap<string, RuleCard>

  constructor(ruleSet: RuleSet, directories: readonly RuleDirectory[], mappings: Mappings, options: LoadOptions) {
    const place = placer(directories)
    this.#mappings = mappings
    this.#options = options
    this.#ruleSet = ruleSet
    const { rules, correlations, filters, problems } = this.#ruleSet
    this.#rules = new Map(rules.map(rule => [rule.summary.id, rule]))
    this.#correlations = new Map(correlations.map(each => [each.summary.id, each]))
    this.cards = [...rules, ...correlations].map(rule => cardOf(rule, place))
    this.#cards = new Map(this.cards.map(card => [card.summary.id, card]))
    this.problems = problems.map(problem => shownProblem(problem, place))
    this.filters = filters.map(({ id, title, file }) => ({
      id, title, ...place(file),
      appliesTo: rules.filter(({ detections }) => [...detections.keys()].some(name => isOfFilter(name, id))).map(({ summary }) => summary.id),
    }))
  }

  page(key: string): RulePage | null {
    const card = this.#cards.get(key)
    const found = this.#rules.get(key) ?? this.#correlations.get(key)
    if (card === undefined || found === undefined) return null
    const rule = this.#rules.get(key)
    const correlation = this.#correlations.get(key)
    const { filters } = this.#ruleSet
    return {
      ...card,
      ...ruleDocument(found.file, key),
      detection: rule === undefined ? null : withoutEvent(rulePart(explainRule(rule, {}, this.#mappings.dataset('unknown')).condition, filters)),
      correlation: correlation === undefined ? null : correlationWords(correlation),
      filters: this.filters.filter(({ appliesTo }) => appliesTo.includes(key)),
      usedBy: this.cards.filter(({ about }) => about.includes(key)),
      problems: this.problems.filter(({ set, file }) => set === card.set && file === card.file),
    }
  }

  explain(key: string, { dataset, fields }: Parameters<RuleShelf['explain']>[1]) {
    const keys = this.#correlations.has(key) ? this.#basesOf(key) : [key]
    const rules = keys.flatMap(each => this.#rules.get(each) ?? [])
    if (rules.length === 0) return null
    const view = this.#mappings.dataset(dataset)
    return rules.map(rule => {
      const { tried, held, condition } = explainRule(rule, fields, view)
      const { summary, logsource } = rule
      return { key: summary.id, title: summary.title, tried, logsource, fires: tried && held, condition: rulePart(condition, this.#ruleSet.filters) }
    })
  }

  runTests(key: string): RuleTestOutcomes | null {
    const found = this.#rules.get(key) ?? this.#correlations.get(key)
    const read = found === undefined ? null : readRuleTests(testsPathOf(found.file))
    if (found === undefined || read === null) return null
    if ('wrong' in read) return read
    return { tests: runRuleTests(loadRules([found.file], this.#options), read.tests, this.#mappings).map(({ name, expected, passed }) => ({ name, expected, passed })) }
  }

  draftFilter(key: string, wish: Parameters<RuleShelf['draftFilter']>[1]) {
    const rule = this.#rules.get(key)
    if (rule === undefined) return null
    const read = readRuleTests(testsPathOf(rule.file))
    const positive = read === null || 'wrong' in read ? [] : read.tests.positive
    return draftFilter(rule, { ...wish, keep: [...wish.keep, ...positive.map(({ dataset, event }) => ({ dataset, fields: event }))] }, this.#mappings)
  }

  tryFilter(key: string, text: string) {
    const rule = this.#rules.get(key)
    if (rule === undefined) return null
    return tryFilter(text, { rule, rules: this.#ruleSet.rules, options: this.#options, mappings: this.#mappings, cards: this.#cards })
  }

  hunter(keys: Iterable<string>) {
    return ruleHunter(this.#ruleSet, keys, this.#mappings)
  }

  neverFiring() {
    return neverFiring(this.#ruleSet, this.#mappings)
  }

  /** The rules about single events that a correlation rests on, in the end. */
  #basesOf(key: string): readonly string[] {
    const correlation = this.#correlations.get(key)
    return correlation === undefined ? [key] : [...new Set(correlation.rules.flatMap(rule => this.#basesOf(rule)))]
  }
}

function cardOf(rule: SigmaRule | LinkedCorrelation, place: Placer): RuleCard {
  const isRule = 'detections' in rule
  return {
    summary: rule.summary,
    kind: isRule ? 'rule' : 'correlation',
    logsource: isRule ? rule.logsource : null,
    ...place(rule.file),
    about: isRule ? [] : rule.rules,
    hasTests: existsSync(testsPathOf(rule.file)),
  }
}

type Placer = (file: string) => { readonly set: string; readonly file: string }

/** Which directory a file belongs to, and its path within that. */
function placer(directories: readonly RuleDirectory[]): Placer {
  return file => {
    const found = directories.find(({ path }) => file === path || file.startsWith(path + sep))
    return found === undefined ? { set: '', file } : { set: found.name, file: relative(found.path, file) }
  }
}

function shownProblem({ code, severity, file, line, column, message, mend }: Problem, place: Placer): RuleProblem {
  return { code, severity, ...place(file), line, column, message, mend }
}

function correlationWords({ type, groupBy, timespan, condition }: LinkedCorrelation): CorrelationWords {
  const words = condition.kind === 'number'
    ? `${condition.tests.map(({ operator, value }) => `${operator} ${value}`).join(' and ')}${condition.fields.length === 0 ? '' : ` (${condition.fields.join(', ')})`}`
    : 'rules'
  return { type, groupBy, timespan, condition: words }
}
