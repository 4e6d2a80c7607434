import * as z from 'zod'
import { logsource } from './condition-schemas.ts'
import type { RuleChange } from './pipeline.ts'

/** Placeholders are put in while rules are read; these change no rule afterwards. */
interface PlaceholderStep {
  readonly kind: 'values' | 'wildcards'
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export function isPlaceholderStep(change: RuleChange | PlaceholderStep): change is PlaceholderStep {
  return change.kind === 'values' || change.kind === 'wildcards'
}

const names = z.record(z.string().min(1), z.union([z.string().min(1).transform(name => [name]), z.array(z.string().min(1)).min(1)]))
  .transform(record => new Map(Object.entries(record)))
const placeholderNames = { include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) }

/** The parameters of each transformation, under the names that pySigma gives them. */
export const transformations: Readonly<Record<string, z.ZodType<RuleChange | PlaceholderStep>>> = {
  field_name_mapping: z.strictObject({ mapping: names }).transform(({ mapping }) => ({ kind: 'rename' as const, names: mapping })),
  field_name_prefix_mapping: z.strictObject({ mapping: names }).transform(({ mapping }) => ({ kind: 'rename-prefix' as const, prefixes: mapping })),
  field_name_prefix: z.strictObject({ prefix: z.string() }).transform(({ prefix }) => ({ kind: 'put-before' as const, text: prefix })),
  field_name_suffix: z.strictObject({ suffix: z.string() }).transform(({ suffix }) => ({ kind: 'put-after' as const, text: suffix })),
  add_condition: z.strictObject({
    conditions: z.record(z.string(), z.unknown()).refine(items => Object.keys(items).length > 0, 'adds nothing'),
    // An underscore keeps it out of `them`.
    name: z.string().regex(/^[\w.-]+$/, 'must be a word').default('_added'),
    template: z.boolean().default(false),
    negated: z.boolean().default(false),
  }).transform(({ conditions, ...rest }) => ({ kind: 'add-condition' as const, items: conditions, ...rest })),
  drop_detection_item: z.strictObject({}).transform(() => ({ kind: 'drop-item' as const })),
  change_logsource: logsource.transform(each => ({ kind: 'logsource' as const, logsource: each })),
  rule_failure: z.strictObject({ message: z.string() }).transform(({ message }) => ({ kind: 'leave-out' as const, message })),
  value_placeholders: z.strictObject(placeholderNames).transform(each => ({ kind: 'values' as const, ...each })),
  wildcard_placeholders: z.strictObject(placeholderNames).transform(each => ({ kind: 'wildcards' as const, ...each })),
}
