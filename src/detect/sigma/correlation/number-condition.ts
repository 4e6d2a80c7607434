import type { CorrelationCondition, CountOperator } from '../rule/correlation.ts'

export type NumberCondition = Extract<CorrelationCondition, { kind: 'number' }>

export function holdsOf({ tests }: NumberCondition, number: number): boolean {
  for (const { operator, value } of tests) if (!COMPARE[operator](number, value)) return false
  return true
}

const COMPARE: Readonly<Record<CountOperator, (number: number, value: number) => boolean>> = {
  gt: (number, value) => number > value,
  gte: (number, value) => number >= value,
  lt: (number, value) => number < value,
  lte: (number, value) => number <= value,
  eq: (number, value) => number === value,
  neq: (number, value) => number !== value,
}
