import type { Case } from './case.ts'
import type { Finding } from './finding.ts'

/**
 * What a person says of a case, in the terms of the field: the rule was right and it was an attack; the rule was right about something
 * allowed; the rule was wrong; looked at and not to be told.
 */
export const VERDICTS = ['true-positive', 'benign', 'false-positive', 'undetermined'] as const

export type Verdict = (typeof VERDICTS)[number]

/** The newest verdict that was given on each finding, by the finding's id; a finding nobody judged is not in it. */
export type JudgedFindings = ReadonlyMap<string, Verdict>

/** A finding with how much had been seen when it came: what its weight depends on. */
export interface WeighedFinding {
  readonly finding: Finding
  readonly before: { readonly findings: number; readonly ruleFindings: number }
}

/** How often cases like one were what, as people said. */
export interface VerdictFrequency {
  /** What makes them alike: the rule that weighs most, or that rule and its subject. */
  readonly by: 'rule' | 'subject'
  readonly seen: number
  /** With a verdict that tells. */
  readonly judged: number
  /** Benign or false positive. */
  readonly benign: number
}

/** What triage makes of verdicts: handed down to those who store them. */
export interface VerdictRules {
  /** @param derived without human input @param findings all of the case, in fold order @returns the case itself where no verdict bears on it */
  judge(derived: Case, findings: readonly WeighedFinding[], verdicts: JudgedFindings): Case
  /** The case with its confidence told as this frequency. */
  withFrequency(shown: Case, frequency: VerdictFrequency): Case
}
