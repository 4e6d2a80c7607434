import { planRule, type Plan } from '../evaluate/rule-plan.ts'
import { atomKey } from '../fast/atom.ts'
import { chooseNeeds } from '../fast/choose-needs.ts'
import type { Need } from '../fast/needed-atoms.ts'
import { needsOf } from '../fast/needed-atoms.ts'
import { regexLiterals } from '../fast/regex-literals.ts'
import type { SigmaRule } from '../rule/rule.ts'

/** A rule and what its events must have. */
export interface RuleNeeds {
  readonly rule: SigmaRule
  /** All of these; none says that nothing is known. First the one that events meet most seldom, as far as rules tell. */
  readonly needs: readonly Need[]
  /** Texts of which some test takes all dashes for one. */
  readonly level: ReadonlySet<string>
}

export function ruleNeeds(rules: readonly SigmaRule[]): RuleNeeds[] {
  const chosen = chooseNeeds(rules)
  return rules.map((rule, index) => {
    const plan = planRule(rule)
    const need = chosen[index] ?? null
    return { rule, needs: need === null ? [] : distinct([need, ...needsOf(plan, each => each.length)]), level: levelTexts(plan) }
  })
}

function distinct(needs: readonly Need[]): Need[] {
  return [...new Map(needs.toReversed().map(need => [need.map(atomKey).sort().join('\0'), need])).values()].toReversed()
}

function levelTexts(plan: Plan): ReadonlySet<string> {
  if (plan.kind === 'not') return levelTexts(plan.part)
  if (plan.kind !== 'item') return plan.parts.reduce((all, part) => all.union(levelTexts(part)), new Set<string>())
  return new Set(plan.values.flatMap(({ tests }) => tests.flatMap(test => {
    if (test.kind === 'text' && test.dashes === 'level') return test.pattern.filter(part => typeof part === 'string')
    // A class of dashes is one dash there.
    return test.kind === 'regex' ? regexLiterals(test.source) ?? [] : []
  })))
}
