import type { Logsource } from '../../../model/source-mapping.ts'
import { contains } from '../rule/apply-filters.ts'
import { conditionHolds } from '../rule/condition-holds.ts'
import { parseDetection } from '../rule/parse-detection.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import type { RawProblem, Report } from '../rule/problem.ts'
import type { Detection, DetectionItem, FieldStep, SigmaRule, ValueTest } from '../rule/rule.ts'
import { SIGMA_TAXONOMY, unknownTaxonomy } from '../rule/taxonomy.ts'
import { dropItems } from './drop-items.ts'
import { isFor, renamed } from './map-field.ts'
import type { Pipeline, PipelineStep, RuleTest } from './pipeline.ts'

export interface TransformedRule {
  readonly key: string
  /** Null when a pipeline leaves it out, or nothing is left of it. */
  readonly rule: SigmaRule | null
  readonly problems: readonly RawProblem[]
}

/** A rule, its filters in it, after all steps of all pipelines in their order. A foreign taxonomy that no step is for is reported. */
export function transformRule(rule: SigmaRule, pipelines: readonly Pipeline[], placeholders: Placeholders): TransformedRule {
  const key = rule.summary.id
  const problems: RawProblem[] = []
  const applied: string[] = []
  let current = rule
  for (const { steps, name } of pipelines) {
    for (const step of steps) {
      if (!isForRule(step, current, applied)) continue
      applied.push(step.id)
      const next = changedRule(current, step, placeholders, problem => problems.push(problem))
      if (typeof next === 'string') return { key, rule: null, problems: [...problems, { code: 'SIGMA-E038', path: [], terms: { pipeline: name, reason: next } }] }
      current = next
    }
  }
  const untranslated = rule.taxonomy !== undefined && applied.length === 0 ? [unknownTaxonomy(rule.taxonomy)] : []
  return { key, rule: current, problems: [...problems, ...untranslated] }
}

function isForRule({ rules }: PipelineStep, rule: SigmaRule, applied: readonly string[]): boolean {
  return rules === null || conditionHolds(rules.condition, name => ruleHolds(rules.tests.get(name)!, rule, applied))
}

function ruleHolds(test: RuleTest, rule: SigmaRule, applied: readonly string[]): boolean {
  switch (test.kind) {
    case 'logsource':
      return contains(test.logsource, rule.logsource)
    case 'contains-field':
      return [...rule.detections.values()].some(detection => hasField(detection, test.field))
    case 'is-rule':
      return test.expected
    case 'attribute':
      return (attributeOf(rule, test.attribute) === test.value) === test.equal
    case 'applied':
      return applied.includes(test.step)
  }
}

function attributeOf({ summary, name, taxonomy }: SigmaRule, attribute: Extract<RuleTest, { kind: 'attribute' }>['attribute']): string {
  return attribute === 'taxonomy' ? taxonomy ?? SIGMA_TAXONOMY : attribute === 'name' ? name : summary[attribute]
}

function hasField(detection: Detection, field: string): boolean {
  return detection.kind === 'item' ? detection.field === field : detection.parts.some(part => hasField(part, field))
}

/** A text says why the rule goes. */
function changedRule(rule: SigmaRule, step: PipelineStep, placeholders: Placeholders, report: Report): SigmaRule | string {
  const { change } = step
  switch (change.kind) {
    case 'leave-out':
      return change.message
    case 'logsource':
      return { ...rule, logsource: change.logsource }
    case 'drop-item':
      return dropItems(rule, item => isForItem(step, item)) ?? 'it drops everything that the rule looks for'
    case 'add-condition': {
      const items = change.template ? Object.fromEntries(Object.entries(change.items).map(([key, value]) => [key, filledIn(value, rule.logsource)])) : change.items
      const detection = parseDetection(change.name, items, placeholders, [], report)
      if (detection === null) return `what it adds as "${change.name}" cannot be read`
      const name = freeName(change.name, rule)
      const added = { kind: 'identifier', name } as const
      const condition = { kind: 'and', of: [change.negated ? { kind: 'not', of: added } as const : added, rule.condition] } as const
      return { ...rule, detections: new Map([...rule.detections, [name, detection]]), condition }
    }
    default: {
      const fieldStep: FieldStep = { change, fields: step.fields }
      const detections = [...rule.detections].map(([name, detection]) => [name, withFields(detection, step, fieldStep)] as const)
      return { ...rule, detections: new Map(detections), fieldSteps: [...rule.fieldSteps ?? [], fieldStep] }
    }
  }
}

/** Two steps may add under one name, and a rule may have it already. */
function freeName(wanted: string, { detections }: SigmaRule): string {
  let name = wanted
  for (let number = 2; detections.has(name); number++) name = `${wanted}_${number}`
  return name
}

/** `$product` and the like, as pySigma's templates have them; a part that the rule does not name is left as written. */
function filledIn(value: unknown, logsource: Logsource): unknown {
  if (Array.isArray(value)) return value.map(each => filledIn(each, logsource))
  if (typeof value !== 'string') return value
  const { product, category, service } = logsource
  const parts: Readonly<Record<string, string | undefined>> = { product, category, service }
  return value.replace(/\$(?:(product|category|service)\b|\{(product|category|service)\})/g, (whole: string, plain?: string, braced?: string) => parts[plain ?? braced ?? ''] ?? whole)
}

function isForItem({ items, fields }: PipelineStep, item: DetectionItem): boolean {
  return isOfItems(items, item) && isFor(fields, item.field)
}

function isOfItems(items: PipelineStep['items'], item: DetectionItem): boolean {
  return items === null || conditionHolds(items.condition, () => item.values.some(({ tests }) => tests.some(({ kind }) => kind === 'null')))
}

function withFields(detection: Detection, step: PipelineStep, fieldStep: FieldStep): Detection {
  if (detection.kind !== 'item') return { ...detection, parts: detection.parts.map(part => withFields(part, step, fieldStep)) }
  if (!isOfItems(step.items, detection)) return detection
  const values = detection.values.map(value => ({ ...value, tests: value.tests.flatMap(test => withReference(test, fieldStep)) }))
  const names = detection.field === null ? null : renamed(fieldStep, detection.field)
  const items = (names ?? [detection.field]).map((field): DetectionItem => ({ ...detection, field, values }))
  // Any of several suffices; but what is negated must hold of none of them.
  return items.length === 1 ? items[0]! : { kind: detection.negated ? 'all' : 'any', parts: items }
}

function withReference(test: ValueTest, fieldStep: FieldStep): readonly ValueTest[] {
  return test.kind === 'field' ? (renamed(fieldStep, test.field) ?? [test.field]).map(field => ({ ...test, field })) : [test]
}
