import type { Condition } from './rule.ts'

/** Whether a condition holds when its identifiers do or do not. */
export function conditionHolds(condition: Condition, isTrue: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'identifier':
      return isTrue(condition.name)
    case 'not':
      return !conditionHolds(condition.of, isTrue)
    case 'and':
      return condition.of.every(each => conditionHolds(each, isTrue))
    case 'or':
      return condition.of.some(each => conditionHolds(each, isTrue))
    case 'quantified':
      return condition.count === 'any' ? condition.names.some(isTrue) : condition.names.every(isTrue)
  }
}
