import type { NotifyRule } from '../../platform/config/notify-schema.ts'
import type { CaseFacts } from './case-facts.ts'

/** Whether a rule says that a case is told. What people have closed, or called no attack, is not told any more. */
export function matchesRule(rule: NotifyRule, facts: CaseFacts): boolean {
  const { case: { priority, severity, entities }, status, verdict } = facts
  if (status === 'closed' || verdict === 'benign' || verdict === 'false-positive') return false
  return priority >= rule.priority
    && isAmong(rule.severity, [severity])
    && isAmong(rule.organisations, [facts.organisation])
    && isAmong(rule.kinds, entities.map(({ type }) => type))
    && isAmong(rule.rules, facts.rules)
    && (rule.tags === undefined || rule.tags.some(tag => hasTag(facts, tag)))
}

function isAmong(wanted: readonly string[] | undefined, present: Iterable<string>): boolean {
  return wanted === undefined || [...present].some(each => wanted.includes(each))
}

/** `impact`, `attack.impact`, `T1110`, and of a technique its parts: `t1110` is met by T1110.003. */
function hasTag({ case: { tactics }, techniques }: CaseFacts, tag: string): boolean {
  const wanted = tag.toLowerCase().replace(/^attack\./, '').replaceAll('_', '-')
  return tactics.some(each => each.toLowerCase() === wanted)
    || [...techniques].some(each => each.toLowerCase() === wanted || each.toLowerCase().startsWith(`${wanted}.`))
}
