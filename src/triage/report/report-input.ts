import type { Digest } from '../../model/digest.ts'
import type { EvidenceSummary } from '../../model/evidence-summary.ts'
import type { FactTemplates } from '../../model/reason.ts'
import type { Triaged } from '../make-cases.ts'

/** Everything a report is made of. */
export interface ReportInput {
  /** Noroshi's. */
  readonly version: string
  readonly evidence: readonly EvidenceSummary[]
  readonly triaged: Triaged
  /** The sentences of every room whose facts appear. */
  readonly templates: FactTemplates
  /** Of the events and of the matches: what another run must reproduce. */
  readonly events: Digest
  readonly matches: Digest
  /** Events by dataset. */
  readonly datasets: Readonly<Record<string, number>>
  /** What the run took. */
  readonly seconds: number
}
