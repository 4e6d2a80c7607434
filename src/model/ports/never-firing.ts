import type { CandidateBranch } from '../event-candidates.ts'
import type { RuleSummary } from '../detector.ts'

/** What is known of the events that are stored. */
export interface StoredKinds {
  /** By dataset the names that its events have fields under; null where some event's names are not known. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string> | null>
  /** Which of {@link NeverFiringFinder.kinds} there is an event of. */
  readonly present: readonly boolean[]
}

/** Finds rules that cannot match anything that is stored. */
export interface NeverFiringFinder {
  /** Kinds of events that rules are about. */
  kinds(datasets: readonly string[]): readonly CandidateBranch[]
  /** In the order of the rules. */
  find(stored: StoredKinds): readonly NeverFiring[]
}

/** A rule that cannot match anything that is stored, and why. */
export interface NeverFiring {
  readonly rule: RuleSummary
  /** `no-source`: no dataset of its log source; `no-events`: none of its category; `no-field`: none that has what it needs. */
  readonly reason: 'no-source' | 'no-events' | 'no-field'
  /** The rule's log source in words: `windows/process_creation`. */
  readonly logsource: string
  /** Those of its log source that are stored. */
  readonly datasets: readonly string[]
  /** Fields of which the rule needs one and that no event has; empty for other reasons. */
  readonly fields: readonly string[]
}
