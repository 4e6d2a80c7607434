import type { DatasetView, Mappings } from '../../../model/mappings.ts'
import { isTried } from '../../../model/mappings.ts'
import type { Condition } from '../../../model/source-mapping.ts'
import type { CandidateBranch, CandidateCondition } from '../../../model/event-candidates.ts'
import { candidatesAnd, candidatesOr, EVERYTHING } from '../../../model/event-candidates.ts'
import type { SampledEvent } from '../../../model/ports/rule-hunter.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { EventSample } from './event-sample.ts'
import type { RuleNeeds } from './rule-needs.ts'
import { needCondition } from './need-condition.ts'
import { rarestConditions } from './rarest-conditions.ts'

/**
 * Which stored events any of the rules may match, as conditions on the events' own fields: every event that a rule matches meets them. One branch for
 * each set of datasets of which the same is asked.
 *
 * @param datasets those there are; null where they are too many to tell
 * @param sample some of the events: of what a rule's events must have, what these have most seldom is asked for
 */
export function candidateBranches(rules: readonly RuleNeeds[], mappings: Mappings, datasets: readonly string[] | null, sample: readonly SampledEvent[]): CandidateBranch[] {
  if (datasets === null) return [{ datasets, where: EVERYTHING }]
  const samples = Map.groupBy(sample, ({ dataset }) => dataset)
  const byWhere = new Map<string, { readonly where: CandidateCondition; readonly datasets: string[] }>()
  for (const dataset of datasets) {
    const where = datasetCondition(rules, mappings.dataset(dataset), new EventSample((samples.get(dataset) ?? []).map(({ fields }) => fields)))
    if (where === null) continue
    const key = JSON.stringify(where)
    const known = byWhere.get(key)
    if (known === undefined) byWhere.set(key, { where, datasets: [dataset] })
    else known.datasets.push(dataset)
  }
  return [...byWhere.values()]
}

/** Null when no rule is tried for any of the dataset's events. */
function datasetCondition(rules: readonly RuleNeeds[], view: DatasetView, sample: EventSample): CandidateCondition | null {
  const asked = new GroupedConditions()
  const { open } = view.logsourceOf({})
  // Of a known source, a `product` makes an event say itself what it is: there are hardly any, and all are looked at.
  if (!open && rules.length > 0) asked.add(EVERYTHING, { kind: 'text', field: 'product' })
  for (const each of rules) {
    const when = open ? labelled(each.rule) : whenTried(each.rule, view)
    if (when !== null) asked.add(when, candidatesAnd(rarestConditions(sample, when, each.needs.map(need => needCondition(each, need, view)))))
  }
  return asked.whole()
}

/** Which of a dataset's events without labels the rule is tried for; null when none. */
export function whenTried({ logsource: { product, service, category } }: SigmaRule, view: DatasetView): CandidateCondition | null {
  const logsource = view.logsourceOf({})
  if (!isTried({ product, service }, logsource)) return null
  if (category === undefined || logsource.categories.includes(category)) return EVERYTHING
  const whens = view.categories.filter(each => each.category === category).map(({ when }) => mappingCondition(when))
  return whens.length === 0 ? null : candidatesOr(whens)
}

/** What an event's labels must be not to contradict the rule. */
function labelled({ logsource: { product, service, category } }: SigmaRule): CandidateCondition {
  return candidatesAnd(Object.entries({ product, service, category }).flatMap(([field, text]) => (text === undefined ? [] : [{ kind: 'label', field, text } as const])))
}

/** A mapping's condition (`compileCondition`), without what wildcards say of place. */
function mappingCondition(condition: Condition | undefined): CandidateCondition {
  if (condition === undefined) return EVERYTHING
  const alternatives = Array.isArray(condition) ? condition : [condition]
  return candidatesOr(alternatives.map(alternative => candidatesAnd(Object.entries(alternative).map(([field, accepted]) =>
    candidatesOr([accepted].flat().map(value => acceptedCondition(field, String(value))))))))
}

function acceptedCondition(field: string, text: string): CandidateCondition {
  const core = text.replace(/^\*/, '').replace(/\*$/, '')
  if (core === '' && text !== '') return { kind: 'present', field }
  return text.includes('*') && core.length < text.length ? { kind: 'contains', field, text: core } : { kind: 'whole', field, text }
}

/** Conditions of which one must hold, those with the same beginning together. */
class GroupedConditions {
  readonly #groups = new Map<string, { readonly when: CandidateCondition; readonly terms: CandidateCondition[] }>()

  add(when: CandidateCondition, term: CandidateCondition): void {
    const key = JSON.stringify(when)
    const group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, { when, terms: [term] })
    else group.terms.push(term)
  }

  /** Null without any. */
  whole(): CandidateCondition | null {
    const groups = [...this.#groups.values()].map(({ when, terms }) => candidatesAnd([when, candidatesOr(terms)]))
    return groups.length === 0 ? null : candidatesOr(groups)
  }
}
