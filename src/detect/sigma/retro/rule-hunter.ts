import type { Mappings } from '../../../model/mappings.ts'
import type { RuleHunter, RuleHunterPart } from '../../../model/ports/rule-hunter.ts'
import { correlationStage } from '../correlation/correlation-stage.ts'
import { withSignals } from '../correlation/with-signals.ts'
import { dropVacuous } from '../drop-vacuous.ts'
import type { RuleSet } from '../load/load-rules.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import { candidateBranches } from './candidate-branches.ts'
import { SOUGHT_CHARACTERS } from './defaults.ts'
import type { RuleNeeds } from './rule-needs.ts'
import { ruleNeeds } from './rule-needs.ts'

/**
 * Some rules of a set, to be run over stored events. The plain evaluator judges, so that what is found is what the specification says and, as both engines agree,
 * what the stream finds with the whole set: a rule that only serves correlations has no match of its own here either.
 *
 * @param keys of rules and correlations; others are passed over
 */
export function ruleHunter(ruleSet: RuleSet, keys: Iterable<string>, mappings: Mappings): RuleHunter {
  const wanted = new Set(keys)
  const correlations = correlationsFor(ruleSet, wanted)
  const bases = new Set(correlations.flatMap(({ rules }) => rules))
  const isBase = ({ rule }: RuleNeeds) => bases.has(rule.summary.id)
  const needs = ruleNeeds(ruleSet.rules.filter(({ summary }) => wanted.has(summary.id) || bases.has(summary.id)))
  const groups = [needs.filter(isBase), ...inGroups(needs.filter(each => !isBase(each)))].filter(group => group.length > 0)
  return {
    wanted,
    parts: groups.map(group => partOf({ ...ruleSet, rules: group.map(({ rule }) => rule), correlations }, group, mappings)),
    stages: () => (correlations.length === 0 ? [] : [correlationStage({ ...ruleSet, correlations })]),
    lookBackUs: correlations.reduce((sum, { timespan }) => sum + timespan, 0),
  }
}

function partOf(chosen: RuleSet, needs: readonly RuleNeeds[], mappings: Mappings): RuleHunterPart {
  return {
    candidates: (datasets, sample) => candidateBranches(needs, mappings, datasets, sample),
    detector: dropVacuous(withSignals(sigmaDetector(chosen, mappings), chosen, mappings), chosen, mappings),
  }
}

/** In their order, each small enough for one query. */
function inGroups(rules: readonly RuleNeeds[]): RuleNeeds[][] {
  const groups: RuleNeeds[][] = []
  let room = 0
  for (const rule of rules) {
    const characters = rule.needs.flat().reduce((sum, atom) => sum + ATOM_CHARACTERS + (atom.kind === 'text' ? atom.text.length : 0), 0)
    if (groups.length === 0 || characters > room) {
      groups.push([])
      room = SOUGHT_CHARACTERS
    }
    groups.at(-1)!.push(rule)
    room -= characters
  }
  return groups
}

/** What a text takes beside its own letters. */
const ATOM_CHARACTERS = 20

/** The wanted ones and those they are about, each after those it is about. */
function correlationsFor({ correlations }: RuleSet, wanted: ReadonlySet<string>): LinkedCorrelation[] {
  const needed = new Set(wanted)
  const chosen: LinkedCorrelation[] = []
  for (const correlation of correlations.toReversed()) {
    if (!needed.has(correlation.summary.id)) continue
    chosen.unshift(correlation)
    correlation.rules.forEach(rule => needed.add(rule))
  }
  return chosen
}
