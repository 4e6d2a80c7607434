import { entityKey } from '../../model/entities.ts'
import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import type { FoldedCase } from '../fold/folded-case.ts'
import type { Priority } from '../priority/priority.ts'
import { ruleTerms } from './rule-terms.ts'

/** A case's title: its strongest rule, how many more there are, and whom it is about. */
export function titleFact({ findings }: FoldedCase, { strongest, rules }: Priority): Fact {
  const subjects = new Set(findings.map(({ finding }) => entityKey(finding.subject))).size
  const terms = { ...ruleTerms(strongest.finding.rule), subject: entityKey(strongest.finding.subject) }
  const numbers = { more: rules - 1, others: subjects - 1 }
  return fact(`triage.title-${rules === 1 ? 'one-rule' : 'rules'}${subjects === 1 ? '' : '-spread'}`, { terms, numbers })
}
