import { entityKey } from '../../model/entities.ts'
import type { Finding } from '../../model/finding.ts'
import type { Explanation, Fact } from '../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../model/reason.ts'
import { HOUR_US, SECOND_US } from '../../model/time.ts'
import { COMMON_RULE_LEAST, RARE_RULE_PERCENT, REASON_FACTS, SUBJECT_GAP_US } from '../defaults.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import { againstFinding, knownCauses } from './against.ts'
import { findingQuery } from './finding-query.ts'
import { nextCheck } from './next-check.ts'
import { ruleTerms } from './rule-terms.ts'

/** Why there is this finding, in the order of docs/design.md §6. */
export function explainFinding(folded: FoldedFinding): Explanation {
  const { finding } = folded
  return {
    what: whatFinding(finding),
    why: { although: [{ and: forFinding(folded) }, { and: againstFinding(folded) }] },
    change: changeFinding(folded),
    confidence: noVerdicts(),
    next: nextCheck(finding),
  }
}

/** What its detector says, then how rare its rule is; at most three. */
export function forFinding(folded: FoldedFinding): Fact[] {
  return [...folded.finding.facts, ...rareRule(folded)].slice(0, REASON_FACTS)
}

/** What happened, in one sentence. */
export function whatFinding(finding: Finding): Fact {
  const { first, last, count, rule, subject } = finding
  const shown = {
    terms: { ...ruleTerms(rule), level: rule.level, subject: entityKey(subject) },
    eventIds: finding.events.slice(0, FACT_EVENTS).map(({ id }) => id),
    query: findingQuery(finding),
  }
  if (first === null || last === null) return fact('triage.finding-undated', { ...shown, numbers: { count } })
  return fact(last - first < SECOND_US ? 'triage.finding-at' : 'triage.finding-during', { ...shown, numbers: { count, first, last } })
}

export function changeFinding(folded: FoldedFinding): Fact {
  const terms = { subject: entityKey(folded.finding.subject) }
  const numbers = { hours: SUBJECT_GAP_US / HOUR_US }
  const cause = knownCauses(folded)[0]
  return cause === undefined
    ? fact('triage.change-finding', { terms, numbers })
    : fact('triage.change-finding-cause', { terms: { ...terms, cause }, numbers })
}

/** People's verdicts come with their own issue; until then the honest frequency is none of none. */
export function noVerdicts(): Fact {
  return fact('triage.no-verdicts', { numbers: { seen: 0 } })
}

function rareRule({ before }: FoldedFinding): Fact[] {
  const isRare = before.findings >= COMMON_RULE_LEAST && 100 * before.ruleFindings <= RARE_RULE_PERCENT * before.findings
  return isRare ? [fact('triage.rule-rare', { numbers: { ruleFindings: before.ruleFindings, findings: before.findings } })] : []
}
