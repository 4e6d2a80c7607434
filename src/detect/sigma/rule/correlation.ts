import type { RuleSummary } from '../../../model/detector.ts'
import type { Condition } from './rule.ts'

export const CORRELATION_TYPES = [
  'event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_avg', 'value_percentile', 'value_median',
] as const

export type CorrelationType = (typeof CORRELATION_TYPES)[number]

/** A rule about several events, parsed and found legal (sigma-correlation-rules-specification 2.1.0). */
export interface SigmaCorrelation {
  readonly summary: RuleSummary
  /** By which other correlations may speak of it; empty without one. */
  readonly name: string
  readonly type: CorrelationType
  /** Ids or names of the rules and correlations it is about, as written; {@link LinkedCorrelation} has their keys. */
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** Alias → rule → the field it stands for in that rule's events. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Microseconds. */
  readonly timespan: number
  readonly condition: CorrelationCondition
  /** `kept`: the rules it is about match by themselves too (`generate: true`). */
  readonly matchesOfRules: 'kept' | 'absorbed'
  /** Where it was read. */
  readonly file: string
}

export type CountOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq'

export type CorrelationCondition =
  | {
    readonly kind: 'number'
    /** All must hold: a range has two. */
    readonly tests: readonly { readonly operator: CountOperator; readonly value: number }[]
    /** Whose values are counted or reckoned with; several are counted as tuples. */
    readonly fields: readonly string[]
    /** 0–100, of value_percentile. */
    readonly percentile: number
  }
  /** `a and b and not c`, over rules that are in the window. */
  | { readonly kind: 'rules'; readonly condition: Condition }

/** A correlation whose rules are known: `rules`, `aliases` and the condition name rule keys. */
export type LinkedCorrelation = SigmaCorrelation
