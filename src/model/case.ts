import type { Entity } from './entity.ts'
import type { Explanation, Fact } from './reason.ts'
import type { Severity } from './severity.ts'

/** Findings that belong together. Wholly derived: the same findings always give the same cases. */
export interface Case {
  /** Hash of the finding that is first by (time, id). */
  readonly id: string
  /** In both languages, from templates. */
  readonly title: { readonly en: string; readonly ja: string }
  /** 0–100. */
  readonly priority: number
  /** What the priority is the sum of: each fact's `numbers.points`, none of them 0. */
  readonly score: readonly Fact[]
  readonly severity: Severity
  readonly firstSeen: number | null
  readonly lastSeen: number | null
  /** ATT&CK tactic short names, in the order first seen. */
  readonly tactics: readonly string[]
  /** What ties it together first; at most the number the triage room sets. */
  readonly entities: readonly Entity[]
  /** Finding ids by (time, id). */
  readonly findings: readonly string[]
  /** Id of the finding that weighs most. */
  readonly strongest: string
  readonly explanation: Explanation
}
