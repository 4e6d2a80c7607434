import { isTried, type EventLogsource } from '../../../model/mappings.ts'
import { MAX_REMEMBERED_LOGSOURCES } from '../defaults.ts'
import type { SigmaRule } from '../rule/rule.ts'

/** Which rules are tried for an event's logsource; found once for each distinct one, since a source has few. */
export class RuleRouter<R extends { readonly rule: SigmaRule }> {
  readonly #rules: readonly R[]
  readonly #known = new Map<string, readonly R[]>()

  constructor(rules: readonly R[]) {
    this.#rules = rules
  }

  /** In the order of the rule set. */
  candidates(logsource: EventLogsource): readonly R[] {
    const { product, service, categories, open } = logsource
    const key = `${product}\0${service}\0${categories.join('\0')}\0${open}`
    let candidates = this.#known.get(key)
    if (candidates === undefined) {
      candidates = this.#rules.filter(({ rule }) => isTried(rule.logsource, logsource))
      if (this.#known.size >= MAX_REMEMBERED_LOGSOURCES) this.#known.clear()
      this.#known.set(key, candidates)
    }
    return candidates
  }
}
