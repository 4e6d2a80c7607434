import { entityKey } from '../../model/entities.ts'
import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import { severityRank } from '../../model/severity.ts'
import { COMMON_RULE_LEAST, COMMON_RULE_PERCENT, REASON_FACTS, TYING_SEVERITY } from '../defaults.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import { ruleTerms } from './rule-terms.ts'

/** What authors write where they know of no cause. */
const NO_CAUSE = /^\W*(?:unknown|unlikely|none|n\/?a|highly unlikely|rare|not known)?\W*$/i

/** What speaks against one finding, the most telling first. */
export function againstFinding(folded: FoldedFinding): Fact[] {
  const { finding } = folded
  const facts = againstRule(folded)
  if (isWeak(folded)) facts.push(fact('triage.rule-weak', { terms: { level: finding.rule.level } }))
  if (finding.first === null) facts.push(fact('triage.undated'))
  if (finding.count === 1) facts.push(fact('triage.one-event', { eventIds: finding.events.map(({ id }) => id) }))
  return facts.slice(0, REASON_FACTS)
}

/** What speaks against a case, seen from its strongest finding. */
export function againstCase(strongest: FoldedFinding, rules: number): Fact[] {
  const { finding } = strongest
  const facts = againstRule(strongest)
  if (isWeak(strongest)) facts.push(fact('triage.rule-weak', { terms: { level: finding.rule.level } }))
  if (rules === 1) facts.push(fact('triage.one-rule', { terms: { subject: entityKey(finding.subject) } }))
  if (finding.first === null) facts.push(fact('triage.undated'))
  return facts.slice(0, REASON_FACTS)
}

/** Benign causes the rule's author names, without the words that name none. */
export function knownCauses({ finding }: FoldedFinding): string[] {
  return finding.rule.falsePositives.filter(cause => !NO_CAUSE.test(cause))
}

function againstRule(folded: FoldedFinding): Fact[] {
  const { finding: { rule }, before } = folded
  const facts: Fact[] = []
  const percent = Math.round(100 * before.ruleFindings / Math.max(1, before.findings))
  if (before.findings >= COMMON_RULE_LEAST && percent >= COMMON_RULE_PERCENT) {
    const numbers = { ruleFindings: before.ruleFindings, findings: before.findings, percent }
    facts.push(fact('triage.rule-common', { numbers, terms: ruleTerms(rule) }))
  }
  const causes = knownCauses(folded)
  if (causes.length > 0) facts.push(fact('triage.known-benign', { terms: { ...ruleTerms(rule), causes: causes.join('; ') } }))
  if (rule.status === 'experimental' || rule.status === 'unsupported') {
    facts.push(fact('triage.rule-immature', { terms: { ...ruleTerms(rule), status: rule.status } }))
  }
  return facts
}

function isWeak({ finding }: FoldedFinding): boolean {
  return severityRank(finding.rule.level) < severityRank(TYING_SEVERITY)
}
