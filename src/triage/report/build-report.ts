import { compareText } from '../../model/event-order.ts'
import type { EvidenceSummary } from '../../model/evidence-summary.ts'
import { ReportEntries } from './report-entries.ts'
import type { ReportInput } from './report-input.ts'
import type { Report } from './schema.ts'

/** The whole report as one value. {@link reportJson} writes the same without holding it. */
export function buildReport(input: ReportInput): Report {
  const entries = new ReportEntries(input)
  return {
    noroshi: input.version,
    evidence: evidenceByPath(input.evidence).map(each => entries.evidence(each)),
    findings: input.triaged.findings.map(each => entries.finding(each)),
    cases: input.triaged.cases.map(each => entries.case(each)),
    stats: entries.stats(),
  }
}

export function evidenceByPath(evidence: readonly EvidenceSummary[]): EvidenceSummary[] {
  return evidence.toSorted((a, b) => compareText(a.paths[0] ?? '', b.paths[0] ?? '') || compareText(a.sha256, b.sha256))
}
