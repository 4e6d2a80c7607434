import type { Condition } from './rule.ts'

/** The same condition over other names. */
export function renameCondition(condition: Condition, to: (name: string) => string): Condition {
  switch (condition.kind) {
    case 'identifier':
      return { kind: 'identifier', name: to(condition.name) }
    case 'quantified':
      return { ...condition, names: condition.names.map(to) }
    case 'not':
      return { kind: 'not', of: renameCondition(condition.of, to) }
    default:
      return { kind: condition.kind, of: condition.of.map(each => renameCondition(each, to)) }
  }
}
