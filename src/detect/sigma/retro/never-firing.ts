import type { CandidateBranch } from '../../../model/event-candidates.ts'
import { EVERYTHING } from '../../../model/event-candidates.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { NeverFiring, NeverFiringFinder, StoredKinds } from '../../../model/ports/never-firing.ts'
import { planRule } from '../evaluate/rule-plan.ts'
import type { Need } from '../fast/needed-atoms.ts'
import { needsOf } from '../fast/needed-atoms.ts'
import type { RuleSet } from '../load/load-rules.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { whenTried } from './candidate-branches.ts'

/**
 * Rules that no stored event can match: there is no dataset of their log source yet, no event of their category, or none with a field that they cannot
 * hold without. What is said is certain; a rule that is not named may still never match.
 */
export function neverFiring({ rules }: Pick<RuleSet, 'rules'>, mappings: Mappings): NeverFiringFinder {
  let numbers = new Map<string, number>()
  return {
    kinds(datasets) {
      const kinds = new Map<string, CandidateBranch>()
      for (const dataset of datasets) {
        const view = mappings.dataset(dataset)
        for (const rule of rules) {
          const where = view.logsourceOf({}).open ? EVERYTHING : whenTried(rule, view)
          if (where !== null) kinds.set(kindKey(rule, dataset), { datasets: [dataset], where })
        }
      }
      numbers = new Map([...kinds.keys()].map((key, index) => [key, index]))
      return [...kinds.values()]
    },
    find: stored => rules.flatMap(rule => judge(rule, stored, mappings, key => stored.present[numbers.get(key) ?? -1] !== false) ?? []),
  }
}

/** Rules of the same logsource are about the same kind. */
function kindKey({ logsource: { product, service, category } }: SigmaRule, dataset: string): string {
  return [dataset, product, service, category].join('\0')
}

function judge(rule: SigmaRule, { fields }: StoredKinds, mappings: Mappings, isPresent: (kind: string) => boolean): NeverFiring | null {
  const { product, service, category } = rule.logsource
  const tried = [...fields].filter(([dataset, names]) => {
    const view = mappings.dataset(dataset)
    // An event with a `product` says itself what it is: of any log source.
    return view.logsourceOf({}).open || names === null || names.has('product') || whenTried(rule, view) !== null
  }).map(([dataset]) => dataset)
  const answer = { rule: rule.summary, logsource: [product, category, service].filter(part => part !== undefined).join('/'), datasets: tried, fields: [] }
  if (tried.length === 0) return { ...answer, reason: 'no-source' }
  const seen = tried.filter(dataset => isPresent(kindKey(rule, dataset)))
  if (seen.length === 0) return { ...answer, reason: 'no-events' }
  const needs = needsOf(planRule(rule), need => need.length)
  const missing: string[] = []
  for (const dataset of seen) {
    const names = fields.get(dataset) ?? null
    if (names === null) return null
    const view = mappings.dataset(dataset)
    const isMet = (need: Need) => need.some(({ field }) => field === null || view.namesOf(field, category).some(name => names.has(name)))
    const unmet = needs.find(need => !isMet(need))
    if (unmet === undefined) return null
    missing.push(...unmet.flatMap(({ field }) => field ?? []))
  }
  return { ...answer, reason: 'no-field', fields: [...new Set(missing)] }
}
