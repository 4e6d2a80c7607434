import { hash } from 'node:crypto'
import type { RuleSummary } from '../../../model/detector.ts'
import type { RuleSet } from './load-rules.ts'

/** What becomes of rules when one set takes the place of another; by title. */
export interface RuleSetChanges {
  readonly added: readonly RuleSummary[]
  readonly removed: readonly RuleSummary[]
  /** Other conditions, level, tags or whatever else is seen of them; a rule that is merely elsewhere is the same. */
  readonly changed: readonly RuleSummary[]
  readonly same: number
}

export function compareRuleSets(before: RuleSet, after: RuleSet): RuleSetChanges {
  const [old, now] = [contentsOf(before), contentsOf(after)]
  const summaries = (keys: readonly string[], of: typeof old) => keys.map(key => of.get(key)!.summary).sort((a, b) => (a.title < b.title ? -1 : 1))
  const common = [...now.keys()].filter(key => old.has(key))
  const changed = common.filter(key => old.get(key)!.content !== now.get(key)!.content)
  return {
    added: summaries([...now.keys()].filter(key => !old.has(key)), now),
    removed: summaries([...old.keys()].filter(key => !now.has(key)), old),
    changed: summaries(changed, now),
    same: common.length - changed.length,
  }
}

function contentsOf({ rules, correlations }: RuleSet): ReadonlyMap<string, { readonly summary: RuleSummary; readonly content: string }> {
  const plain = (_: string, value: unknown) => (value instanceof Map ? [...value] : typeof value === 'bigint' ? String(value) : value)
  return new Map([...rules, ...correlations].map(({ file: _, ...rule }) =>
    [rule.summary.id, { summary: rule.summary, content: hash('sha256', JSON.stringify(rule, plain)) }]))
}
