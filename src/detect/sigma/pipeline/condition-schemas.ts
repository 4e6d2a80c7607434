import * as z from 'zod'
import type { FieldTest } from '../rule/rule.ts'
import { compileRegex } from '../rule/regex.ts'
import type { ItemTest, RuleTest } from './pipeline.ts'
import { RULE_ATTRIBUTES } from './pipeline.ts'

const part = z.string().min(1).toLowerCase().optional()

/** As rules write it: what is not named does not matter. */
export const logsource = z.strictObject({ product: part, category: part, service: part })
  .refine(each => Object.keys(each).length > 0, 'names no product, category or service')
  .transform(({ product, category, service }) => ({
    ...(product !== undefined && { product }), ...(category !== undefined && { category }), ...(service !== undefined && { service }),
  }))

const nothing = z.strictObject({})

/** The parameters of conditions on rules, under the names that pySigma gives them. */
export const ruleConditions: Readonly<Record<string, z.ZodType<RuleTest>>> = {
  logsource: logsource.transform(each => ({ kind: 'logsource' as const, logsource: each })),
  contains_field: z.strictObject({ field: z.string() }).transform(({ field }) => ({ kind: 'contains-field' as const, field })),
  is_sigma_rule: nothing.transform(() => ({ kind: 'is-rule' as const, expected: true })),
  is_sigma_correlation_rule: nothing.transform(() => ({ kind: 'is-rule' as const, expected: false })),
  rule_attribute: z.strictObject({ attribute: z.enum(RULE_ATTRIBUTES), value: z.string(), op: z.enum(['eq', 'ne']).default('eq') })
    .transform(({ attribute, value, op }) => ({ kind: 'attribute' as const, attribute, value, equal: op === 'eq' })),
  processing_item_applied: z.strictObject({ processing_item_id: z.string().min(1) })
    .transform(({ processing_item_id: step }) => ({ kind: 'applied' as const, step })),
}

export const itemConditions: Readonly<Record<string, z.ZodType<ItemTest>>> = {
  is_null: nothing.transform(() => ({ kind: 'is-null' as const })),
}

const fieldNames = z.strictObject({ fields: z.array(z.string()), mode: z.enum(['plain', 're']).default('plain') })
  .superRefine(({ fields, mode }, context) => {
    for (const field of mode === 're' ? fields : []) {
      const compiled = compileRegex(field, '')
      if (compiled.kind === 'failed') context.addIssue({ code: 'custom', message: `the regular expression ${JSON.stringify(field)} cannot be used: ${compiled.reason}` })
    }
  })
  .transform(({ fields, mode }) => ({ names: fields, mode: mode === 're' ? 'pattern' as const : 'name' as const }))

export const fieldConditions: Readonly<Record<string, z.ZodType<FieldTest>>> = {
  include_fields: fieldNames.transform(each => ({ kind: 'include' as const, ...each })),
  exclude_fields: fieldNames.transform(each => ({ kind: 'exclude' as const, ...each })),
}
