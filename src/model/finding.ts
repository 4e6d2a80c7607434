import type { RuleSummary } from './detector.ts'
import type { Entity } from './entity.ts'
import type { Fact } from './reason.ts'

/** One event of a finding: enough to show it, to sort it and to find it again. */
export interface EventReference {
  readonly id: string
  /** Microseconds, or null. */
  readonly time: number | null
  readonly evidence: string
  readonly record: number
  readonly offset: number
  readonly ordinal: number
}

/** How many events a finding lists: the first by (time, evidence, offset, ordinal); the count is exact. */
export const LISTED_EVENTS = 100

/** What one rule says about one subject in one hour (UTC): the sum of its parts. */
export interface Finding {
  readonly id: string
  readonly detector: string
  readonly rule: RuleSummary
  readonly subject: Entity
  /** Of its first and last event, microseconds; null when its events have no time. */
  readonly first: number | null
  readonly last: number | null
  readonly count: number
  readonly events: readonly EventReference[]
  /** Of the listed events, distinct, sorted by (type, value). */
  readonly entities: readonly Entity[]
  /** Which parts of the rule its first event met. */
  readonly facts: readonly Fact[]
}
