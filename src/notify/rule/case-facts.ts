import type { Case } from '../../model/case.ts'
import type { CaseStatus } from '../../store/decisions/decision.ts'
import type { Verdict } from '../../model/verdict.ts'

/** A case with all that rules of who is told look at. */
export interface CaseFacts {
  readonly organisation: string
  readonly case: Case
  readonly status: CaseStatus
  readonly verdict: Verdict | null
  /** Equal for cases of one rule about one thing. */
  readonly alike: string
  /** Ids of the detection rules that it holds findings of. */
  readonly rules: ReadonlySet<string>
  /** ATT&CK technique ids. */
  readonly techniques: ReadonlySet<string>
}
