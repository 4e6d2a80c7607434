import type { Condition } from './rule.ts'

/** What a condition speaks of, as often as it does. */
export function identifiersIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'identifier':
      return [condition.name]
    case 'not':
      return identifiersIn(condition.of)
    case 'quantified':
      return condition.names
    default:
      return condition.of.flatMap(identifiersIn)
  }
}
