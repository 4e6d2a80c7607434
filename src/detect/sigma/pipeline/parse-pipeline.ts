import * as z from 'zod'
import { parseCondition } from '../rule/parse-condition.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import { ANY_OTHER } from '../rule/placeholders.ts'
import { problemMessage } from '../rule/problem.ts'
import type { Condition } from '../rule/rule.ts'
import { fieldConditions, itemConditions, ruleConditions } from './condition-schemas.ts'
import type { Linked, Pipeline, PipelineStep } from './pipeline.ts'
import { isPlaceholderStep, transformations } from './transformation-schemas.ts'

export type ParsedPipeline = { readonly pipeline: Pipeline } | { readonly problems: readonly string[] }

/**
 * Reads a processing pipeline in the form that pySigma has given them. What it has beyond this is refused by its name, because a rule
 * without a step that was meant for it detects something else.
 */
export function parsePipeline(document: unknown, file: string): ParsedPipeline {
  const head = pipelineSchema.safeParse(document)
  if (!head.success) return { problems: issuesOf(head.error, '') }
  const { name, priority, vars, transformations: written } = head.data
  const problems: string[] = []
  const steps: PipelineStep[] = []
  let placeholders: Placeholders = {}
  for (const [index, each] of written.entries()) {
    const place = `transformations.${index}`
    const step = readStep(each, place, problem => problems.push(problem))
    if (step === null) continue
    if (!isPlaceholderStep(step.change)) steps.push({ ...step, change: step.change })
    else if (step.rules ?? step.items ?? step.fields) problems.push(`${place}: conditions on "${String(each['type'])}" are not supported`)
    else placeholders = { ...placeholders, ...valuesFor(step.change, vars, problem => problems.push(`${place}: ${problem}`)) }
  }
  return problems.length > 0 ? { problems } : { pipeline: { name: name ?? file, priority, file, placeholders, steps } }
}

const texts = z.union([z.string(), z.number(), z.bigint()]).transform(String)

/** `allowed_backends` says for which products' queries a pipeline is; there are none here. */
const pipelineSchema = z.strictObject({
  name: z.string().optional(),
  priority: z.union([z.number(), z.bigint().transform(Number)]).default(0),
  allowed_backends: z.array(z.string()).optional(),
  vars: z.record(z.string(), z.union([z.array(texts), texts.transform(each => [each])])).default({}),
  transformations: z.array(z.record(z.string(), z.unknown())).default([]),
})

const CONDITIONS = {
  rules: { key: 'rule_conditions', operator: 'rule_cond_op', negation: 'rule_cond_not', expression: 'rule_cond_expr' },
  items: { key: 'detection_item_conditions', operator: 'detection_item_cond_op', negation: 'detection_item_cond_not', expression: 'detection_item_cond_expr' },
  fields: { key: 'field_name_conditions', operator: 'field_name_cond_op', negation: 'field_name_cond_not', expression: 'field_name_cond_expr' },
} as const

type ConditionKeys = (typeof CONDITIONS)[keyof typeof CONDITIONS]

function readStep(written: Readonly<Record<string, unknown>>, place: string, report: (problem: string) => void) {
  const { id, type, ...rest } = written
  const parameters = { ...rest }
  const keysOf = (keys: ConditionKeys) => {
    const taken: Record<string, unknown> = {}
    for (const [part, key] of Object.entries(keys)) {
      taken[part] = parameters[key]
      delete parameters[key]
    }
    return taken
  }
  const rules = readLinked(keysOf(CONDITIONS.rules), CONDITIONS.rules.key, ruleConditions, place, report)
  const items = readLinked(keysOf(CONDITIONS.items), CONDITIONS.items.key, itemConditions, place, report)
  const fields = readLinked(keysOf(CONDITIONS.fields), CONDITIONS.fields.key, fieldConditions, place, report)
  const schema = typeof type === 'string' && Object.hasOwn(transformations, type) ? transformations[type] : undefined
  if (schema === undefined) return report(`${place}: the type ${JSON.stringify(type)} is not supported; supported are ${Object.keys(transformations).join(', ')}`), null
  const change = schema.safeParse(parameters)
  if (!change.success) return issuesOf(change.error, place).forEach(report), null
  return { id: typeof id === 'string' ? id : '', change: change.data, rules, items, fields }
}

type ConditionSchemas<Test> = Readonly<Record<string, z.ZodType<Test>>>

/** A list or a map of conditions, joined by one word or by an expression over the map's keys; null without any. */
function readLinked<Test>(
  { key: written, operator = 'and', negation = false, expression }: Readonly<Record<string, unknown>>, key: string, schemas: ConditionSchemas<Test>,
  place: string, report: (problem: string) => void,
): Linked<Test> | null {
  if (written === undefined) return null
  const list = conditionsSchema.safeParse(written)
  if (!list.success) return report(`${place}.${key}: must be a list or a map of conditions`), null
  const tests = new Map<string, Test>()
  for (const [name, { type, ...parameters }] of Object.entries(list.data)) {
    const schema = typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type] : undefined
    if (schema === undefined) {
      report(`${place}.${key}.${name}: the type ${JSON.stringify(type)} is not supported; supported are ${Object.keys(schemas).join(', ')}`)
      continue
    }
    const parsed = schema.safeParse(parameters)
    if (parsed.success) tests.set(name, parsed.data)
    else issuesOf(parsed.error, `${place}.${key}.${name}`).forEach(report)
  }
  const names = [...tests.keys()]
  if (names.length === 0) return null
  if ((operator !== 'and' && operator !== 'or') || typeof negation !== 'boolean') return report(`${place}.${key}: are joined by "and" or "or", and turned round by true or false`), null
  const joined = expression === undefined
    ? { kind: operator, of: names.map(name => ({ kind: 'identifier', name }) as const) } as const
    : readExpression(expression, names, problem => report(`${place}.${key}: ${problem}`))
  return joined === null ? null : { tests, condition: negation ? { kind: 'not', of: joined } : joined }
}

const conditionsSchema = z.union([
  z.array(z.record(z.string(), z.unknown())).transform(list => Object.fromEntries(list.map((each, index) => [String(index), each]))),
  z.record(z.string(), z.record(z.string(), z.unknown())),
])

function readExpression(written: unknown, names: readonly string[], report: (problem: string) => void): Condition | null {
  return parseCondition(String(written), names, [], ({ code, terms }) => report(problemMessage(code, terms)))
}

function valuesFor(
  { kind, include, exclude }: Extract<z.infer<(typeof transformations)[string]>, { kind: 'values' | 'wildcards' }>, vars: Placeholders, report: (problem: string) => void,
): Placeholders {
  if (kind === 'wildcards') {
    if (exclude.length > 0) report('"exclude" of wildcard_placeholders is not supported; name the placeholders under "include"')
    return Object.fromEntries((include.length === 0 ? [ANY_OTHER] : include).map(name => [name, ['*']]))
  }
  const names = include.length > 0 ? include : Object.keys(vars).filter(name => !exclude.includes(name))
  for (const name of names) if (!Object.hasOwn(vars, name)) report(`"vars" has no "${name}"`)
  return Object.fromEntries(names.flatMap(name => (Object.hasOwn(vars, name) ? [[name, vars[name]!]] : [])))
}

function issuesOf(error: z.ZodError, place: string): string[] {
  return error.issues.map(({ path, message }) => `${[place, ...path].filter(each => each !== '').join('.') || 'the file'}: ${message}`)
}
