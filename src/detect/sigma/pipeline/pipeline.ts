import type { Logsource } from '../../../model/source-mapping.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import type { Condition, FieldStep } from '../rule/rule.ts'

/** Steps that change rules before they are compiled: pySigma's processing pipelines, as far as they are about rules and not about queries. */
export interface Pipeline {
  readonly name: string
  /** Lower ones go first. */
  readonly priority: number
  readonly file: string
  /** Values of placeholders that its `value_placeholders` and `wildcard_placeholders` give. */
  readonly placeholders: Placeholders
  readonly steps: readonly PipelineStep[]
}

export interface PipelineStep {
  /** By which `processing_item_applied` speaks of it; empty without one. */
  readonly id: string
  readonly change: RuleChange
  /** Null where it is for every rule. */
  readonly rules: Linked<RuleTest> | null
  /** Null where it is for every item of a rule. */
  readonly items: Linked<ItemTest> | null
  readonly fields: FieldStep['fields']
}

export type RuleChange =
  | FieldStep['change']
  | { readonly kind: 'add-condition'; readonly name: string; readonly items: Readonly<Record<string, unknown>>; readonly negated: boolean; readonly template: boolean }
  | { readonly kind: 'drop-item' }
  | { readonly kind: 'logsource'; readonly logsource: Logsource }
  | { readonly kind: 'leave-out'; readonly message: string }

/** Tests by name, and how they are joined. */
export interface Linked<Test> {
  readonly tests: ReadonlyMap<string, Test>
  readonly condition: Condition
}

export type RuleTest =
  | { readonly kind: 'logsource'; readonly logsource: Logsource }
  | { readonly kind: 'contains-field'; readonly field: string }
  | { readonly kind: 'is-rule'; readonly expected: boolean }
  | { readonly kind: 'attribute'; readonly attribute: RuleAttribute; readonly value: string; readonly equal: boolean }
  | { readonly kind: 'applied'; readonly step: string }

export const RULE_ATTRIBUTES = ['title', 'id', 'name', 'status', 'level', 'taxonomy'] as const

export type RuleAttribute = (typeof RULE_ATTRIBUTES)[number]

export type ItemTest = { readonly kind: 'is-null' }
