import type { SigmaRule } from '../rule/rule.ts'
import type { Need } from './needed-atoms.ts'
import { isHeldWhereFound } from './found-is-held.ts'
import type { Sought } from './source-index.ts'
import { SourceIndex } from './source-index.ts'

/** Where to look for what some rules need; a rule's position is its place among them. */
export class RuleIndex {
  readonly fields: ReadonlyMap<string, SourceIndex>
  /** Null when no rule needs a keyword. */
  readonly keywords: SourceIndex | null
  /** One bit for each position: set for the rules of which nothing is known that they need. */
  readonly always: Int32Array
  /** One bit for each position: set for the rules of which nothing is left to test where they were found and all texts are ASCII; null without any. */
  readonly held: Int32Array | null
  /** The categories of the rules: what names mean may depend on them. */
  readonly categories: readonly (string | undefined)[]

  constructor(rules: readonly SigmaRule[], needs: readonly (Need | null)[]) {
    this.always = new Int32Array(Math.ceil(rules.length / 32))
    const sought: Sought[] = []
    for (const [position, need] of needs.entries()) {
      if (need === null || need.some(isAnyText)) this.always[position >>> 5]! |= 1 << (position & 31)
      else sought.push(...need.map(atom => ({ atom, position })))
    }
    const byField = Map.groupBy(sought, ({ atom }) => atom.field)
    const keywords = byField.get(null)
    this.keywords = keywords === undefined ? null : new SourceIndex(keywords)
    this.fields = new Map([...byField].flatMap(([field, each]) => (field === null ? [] : [[field, new SourceIndex(each)] as const])))
    const isExact = this.keywords?.automaton?.isExact === true
    const held = isExact ? rules.map((rule, position) => needs[position] !== null && isHeldWhereFound(rule)) : []
    this.held = held.includes(true) ? bitsOf(held, this.always.length) : null
    this.categories = [...new Set(rules.map(({ logsource }) => logsource.category))]
  }

  get bytes(): number {
    return [...this.fields.values()].reduce((sum, each) => sum + each.bytes, this.keywords?.bytes ?? 0)
  }
}

function bitsOf(holds: readonly boolean[], words: number): Int32Array {
  const bits = new Int32Array(words)
  for (const [position, each] of holds.entries()) if (each) bits[position >>> 5]! |= 1 << (position & 31)
  return bits
}

/** A keyword that any text satisfies. */
function isAnyText({ kind, field }: Need[number]): boolean {
  return kind === 'present' && field === null
}
