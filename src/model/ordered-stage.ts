import type { RuleSummary } from './detector.ts'
import type { Entity } from './entity.ts'
import type { EventReference } from './finding.ts'
import type { Fact } from './reason.ts'
import type { Signal } from './signal.ts'

/** An event that matched rules some stage is about. Events without time have no order and come to no stage. */
export interface OrderedEvent extends EventReference {
  readonly time: number
  readonly subject: Entity
  readonly entities: readonly Entity[]
  readonly signals: readonly Signal[]
}

/** What a stage says of the event it was given. */
export interface StageMatch {
  readonly rule: RuleSummary
  readonly facts: readonly Fact[]
}

/**
 * Looks at many events, in the one order of the house (time, evidence, offset, ordinal): a function of the whole set, so that any grouping of
 * the same evidence gives the same matches. A match is named by the event it was stated of.
 */
export interface OrderedStage {
  /** The name in match and finding ids. */
  readonly detector: string
  accept(event: OrderedEvent): readonly StageMatch[]
  /** Another that has seen the same, and goes on by itself. */
  copy(): OrderedStage
  /** Groups of events that had to be forgotten for want of memory, while they might have mattered. */
  readonly forgotten: number
}
