import { planRule } from '../evaluate/rule-plan.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { atomKey } from './atom.ts'
import type { Need } from './needed-atoms.ts'
import { lightest, needsOf } from './needed-atoms.ts'

/**
 * For each rule the need that events meet most seldom, as far as the rules tell: a longer text is rarer, one that many rules ask for
 * is what many events have. Null for a rule of which nothing is known.
 */
export function chooseNeeds(rules: readonly SigmaRule[]): (Need | null)[] {
  const plans = rules.map(planRule)
  const all = plans.map(plan => needsOf(plan, need => need.length))
  const uses = new Map<string, number>()
  for (const needs of all) {
    for (const key of new Set(needs.flat().map(atomKey))) uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  const weigh = (need: Need) => need.reduce((sum, atom) => {
    if (atom.kind === 'present') return sum + 1
    const length = atom.text.length + (atom.atStart ? 1 : 0) + (atom.atEnd ? 1 : 0)
    return sum + Math.max(RAREST, SHARE_OF_LETTER ** length) * (1 + (uses.get(atomKey(atom)) ?? 0) / COMMON_USES)
  }, 0)
  return plans.map(plan => lightest(needsOf(plan, weigh), weigh))
}

/** How much each further letter of a text makes it rarer, down to the rarest that is told apart. A guess that the lanes bear out. */
const SHARE_OF_LETTER = 0.6
const RAREST = 0.0005

/** From about this many rules on, a text is one that common events have. */
const COMMON_USES = 10
