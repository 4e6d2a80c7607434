import type { Condition, Detection, DetectionItem, SigmaRule } from '../rule/rule.ts'

/** Whether something holds for the event being shown. */
export type Test = () => boolean

/** A rule as one formula over its items: the condition with its identifiers put in. */
export type Plan =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Plan[] }
  | { readonly kind: 'not'; readonly part: Plan }
  | DetectionItem

/** Puts the search identifiers into the condition; nested `all` and nested `any` become one. */
export function planRule({ condition, detections }: SigmaRule): Plan {
  const named = (name: string) => planDetection(detections.get(name)!)
  const plan = (part: Condition): Plan => {
    switch (part.kind) {
      case 'identifier':
        return named(part.name)
      case 'not':
        return { kind: 'not', part: plan(part.of) }
      case 'quantified':
        return flat(part.count, part.names.map(named))
      case 'and':
        return flat('all', part.of.map(plan))
      case 'or':
        return flat('any', part.of.map(plan))
    }
  }
  return plan(condition)
}

/** Compiles a plan, cheapest part first: the order changes how soon the answer is known, never the answer. */
export function compilePlan(plan: Plan, item: (item: DetectionItem) => Test): Test {
  if (plan.kind === 'item') return item(plan)
  if (plan.kind === 'not') {
    const inner = compilePlan(plan.part, item)
    return () => !inner()
  }
  const tests = plan.parts.toSorted((a, b) => costOf(a) - costOf(b)).map(part => compilePlan(part, item))
  return plan.kind === 'all' ? allOf(tests) : anyOf(tests)
}

function planDetection(detection: Detection): Plan {
  return detection.kind === 'item' ? detection : flat(detection.kind, detection.parts.map(planDetection))
}

function flat(kind: 'all' | 'any', parts: readonly Plan[]): Plan {
  const inlined = parts.flatMap(part => (part.kind === kind ? part.parts : [part]))
  return inlined.length === 1 ? inlined[0]! : { kind, parts: inlined }
}

/** Rough cost of asking once: comparing a beginning or an end is 1. Negations come last, for they seldom decide. */
function costOf(plan: Plan): number {
  switch (plan.kind) {
    case 'item':
      return plan.field === null ? KEYWORD_COST : sum(plan.values.flatMap(({ tests }) => tests.map(({ kind }) => TEST_COSTS[kind])))
    case 'not':
      return NEGATION_COST + costOf(plan.part)
    default:
      return sum(plan.parts.map(costOf))
  }
}

const TEST_COSTS = { text: 1, null: 1, exists: 1, compare: 3, field: 3, network: 5, regex: 30 } as const
const KEYWORD_COST = 1_000
const NEGATION_COST = 100

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function allOf(tests: readonly Test[]): Test {
  return () => {
    for (let i = 0; i < tests.length; i++) if (!tests[i]!()) return false
    return true
  }
}

function anyOf(tests: readonly Test[]): Test {
  return () => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!()) return true
    return false
  }
}
