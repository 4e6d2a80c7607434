import { entityKey } from '../../model/entities.ts'
import type { Finding } from '../../model/finding.ts'
import { queryAnd, queryNot, queryTerm, queryTimeRange } from '../../model/query-text.ts'
import { HOUR_US } from '../../model/time.ts'

/** The hunt that finds a finding's events again, all of them and no others: as many as its count. */
export function findingQuery(finding: Finding): string {
  const evidence = finding.events[0]?.evidence
  const when = finding.first !== null && finding.last !== null
    ? queryTimeRange(finding.first, finding.last)
    : queryAnd(evidence === undefined ? '' : queryTerm('_evidence', evidence), queryNot(queryTimeRange(null, null)))
  return queryAnd(queryTerm('_rule', finding.rule.id), subjectQuery(finding), when)
}

/** Everything about the finding's subject from its last event on; without a time, its evidence. */
export function afterwardsQuery(finding: Finding, hours: number): string {
  if (finding.last === null) return queryTerm('_evidence', finding.events[0]?.evidence ?? '')
  return queryAnd(subjectQuery(finding), queryTimeRange(finding.last, finding.last + hours * HOUR_US))
}

function subjectQuery(finding: Finding): string {
  return queryTerm('_subject', entityKey(finding.subject))
}
