import type { Entity } from '../../model/entity.ts'
import type { Finding } from '../../model/finding.ts'
import type { SeenBefore } from './rule-history.ts'

/** A finding with what was known when it came. */
export interface FoldedFinding {
  readonly finding: Finding
  readonly before: SeenBefore
}

/** Findings that belong together, in fold order, and what ties their subjects to each other. */
export interface FoldedCase {
  readonly findings: readonly FoldedFinding[]
  readonly ties: readonly Tie[]
}

/** Why two threads of findings belong together. */
export interface Tie {
  /** Numbers of the threads; `from` is that of the finding that made the tie. */
  readonly from: number
  readonly to: number
  readonly fromSubject: Entity
  readonly toSubject: Entity
  /** Sum over types of the strongest thing shared. */
  readonly weight: number
  /** What they share, the strongest first. */
  readonly shared: readonly Entity[]
  /** Microseconds between the two findings; 0 when they overlap. */
  readonly gapUs: number
}
