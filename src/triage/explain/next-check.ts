import { tacticOrder } from '../../model/attack-tactics.ts'
import { entityKey } from '../../model/entities.ts'
import type { Finding } from '../../model/finding.ts'
import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import { NEXT_CHECK_HOURS } from '../defaults.ts'
import { afterwardsQuery } from './finding-query.ts'
import { nextCheckFacts } from './next-check-facts.ts'

/** Tactics that ask the same question. */
const SAME_CHECK: Readonly<Record<string, string>> = {
  'resource-development': 'execution',
  stealth: 'defense-evasion',
  'defense-impairment': 'defense-evasion',
  evasion: 'defense-evasion',
  'inhibit-response-function': 'impact',
  'impair-process-control': 'impact',
}

/** What to look at next: by the finding's tactic that is furthest in the matrix, since that is where harm would follow. */
export function nextCheck(finding: Finding): Fact {
  const terms = { subject: entityKey(finding.subject), search: afterwardsQuery(finding, NEXT_CHECK_HOURS) }
  const numbers = { hours: NEXT_CHECK_HOURS }
  return fact(finding.last === null ? 'triage.next-undated' : checkFor(finding.rule.tactics), { terms, numbers })
}

function checkFor(tactics: readonly string[]): string {
  const furthest = tactics.filter(name => checkName(name) in nextCheckFacts).toSorted((a, b) => tacticOrder(b) - tacticOrder(a))[0]
  return furthest === undefined ? 'triage.next-any' : checkName(furthest)
}

function checkName(tactic: string): string {
  return `triage.next-${Object.hasOwn(SAME_CHECK, tactic) ? SAME_CHECK[tactic] : tactic}`
}
