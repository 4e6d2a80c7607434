import type { RuleSummary } from '../../../model/detector.ts'
import type { Logsource } from '../../../model/source-mapping.ts'
import type { TextPattern } from './text-pattern.ts'

/** A Sigma rule about single events, parsed and found legal. */
export interface SigmaRule {
  readonly summary: RuleSummary
  /** By which correlations and filters may speak of it; empty without one. */
  readonly name: string
  /** Lower case. */
  readonly logsource: Logsource
  /** By search identifier, in the order written. */
  readonly detections: ReadonlyMap<string, Detection>
  readonly condition: Condition
  /** Absent for that of Sigma itself. */
  readonly taxonomy?: string
  /** What pipelines made of the names of its fields, in order: what correlations ask of its events goes by these too. */
  readonly fieldSteps?: readonly FieldStep[]
  /** Where it was read. */
  readonly file: string
}

/** One change of field names, for those that its conditions let through. */
export interface FieldStep {
  readonly change:
    | { readonly kind: 'rename'; readonly names: ReadonlyMap<string, readonly string[]> }
    | { readonly kind: 'rename-prefix'; readonly prefixes: ReadonlyMap<string, readonly string[]> }
    | { readonly kind: 'put-before' | 'put-after'; readonly text: string }
  /** Null where it is for every field. */
  readonly fields: { readonly tests: ReadonlyMap<string, FieldTest>; readonly condition: Condition } | null
}

/** `pattern`: regular expressions for the beginning of a name, instead of whole names. */
export interface FieldTest {
  readonly kind: 'include' | 'exclude'
  readonly names: readonly string[]
  readonly mode: 'name' | 'pattern'
}

/** What a search identifier stands for: a map is `all` of its items, a list is `any` of its members. */
export type Detection =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Detection[] }
  | DetectionItem

/** One line of a rule: a field, or every value of the event, against one value or several. */
export interface DetectionItem {
  readonly kind: 'item'
  /** `null` for keywords. */
  readonly field: string | null
  /** As written, in order. */
  readonly modifiers: readonly string[]
  readonly values: readonly ItemValue[]
  /** How the values are linked. */
  readonly join: 'any' | 'all'
  /** `neq`: holds when the rest does not. */
  readonly negated: boolean
}

/** One value as written, and the tests it became; any of them suffices. */
export interface ItemValue {
  readonly written: string
  readonly tests: readonly ValueTest[]
}

export type CompareOperator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type TextPosition = 'whole' | 'start' | 'end' | 'anywhere'

export type ValueTest =
  | TextTest
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly expected: 'present' | 'absent' }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly number: number | bigint; readonly part: TimePart | null }
  | { readonly kind: 'network'; readonly network: string }
  | { readonly kind: 'field'; readonly field: string; readonly position: TextPosition; readonly letters: Letters }

/** How letters compare: `folded` is without case, `cased` is with. */
export type Letters = 'folded' | 'cased'

export interface TextTest {
  readonly kind: 'text'
  readonly pattern: TextPattern
  readonly letters: Letters
  /** `level`: all five dash characters are one (windash). */
  readonly dashes: 'distinct' | 'level'
}

export type Condition =
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  /** `1 of them`, `all of selection*`: `names` are the identifiers it stands for. */
  | { readonly kind: 'quantified'; readonly count: 'any' | 'all'; readonly pattern: string; readonly names: readonly string[] }
