import { isMap } from '../rule/parse-detection.ts'
import type { RawProblem } from '../rule/problem.ts'

/** A document of a rule file that should be a rule, after the collection's actions were applied. */
export interface RuleDocument {
  /** Index in the file. */
  readonly index: number
  readonly value: unknown
  readonly problem?: RawProblem
}

type YamlMap = Readonly<Record<string, unknown>>

/**
 * Applies the actions of a rule collection (Sigma 1): `global` is put under every document after it, `reset` forgets that, `repeat` is
 * the document before with changes. Documents without an action are rules. Empty documents are nothing.
 */
export function ruleDocuments(documents: readonly unknown[]): RuleDocument[] {
  const rules: RuleDocument[] = []
  let common: YamlMap = {}
  let previous: YamlMap = {}
  for (const [index, document] of documents.entries()) {
    if (document === null || document === undefined) continue
    if (!isMap(document)) {
      rules.push({ index, value: document })
      continue
    }
    const { action, ...content } = document
    switch (action) {
      case 'global':
        common = merge(common, content)
        break
      case 'reset':
        common = {}
        break
      case 'repeat':
        previous = merge(previous, content)
        rules.push({ index, value: previous })
        break
      case undefined:
        previous = merge(common, content)
        rules.push({ index, value: previous })
        break
      default:
        rules.push({ index, value: content, problem: { code: 'SIGMA-E009', path: ['action'], terms: { action: String(action) } } })
    }
  }
  return rules
}

/** What `over` says goes before what `under` says; maps are joined member by member. */
function merge(under: YamlMap, over: YamlMap): YamlMap {
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    merged[key] = isMap(below) && isMap(value) ? merge(below, value) : value
  }
  return merged
}
