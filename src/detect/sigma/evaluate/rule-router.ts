import { isTried, type EventLogsource } from '../../../model/mappings.ts'
import type { SigmaRule } from '../rule/rule.ts'

/** Which rules are tried for an event's logsource; found once for each distinct one, since a source has few. */
export class RuleRouter<R extends { readonly rule: SigmaRule }> {
  readonly #rules: readonly R[]
  /** Equal logsources are the same object; what nobody holds any longer is forgotten. */
  readonly #known = new WeakMap<EventLogsource, readonly R[]>()

  constructor(rules: readonly R[]) {
    this.#rules = rules
  }

  /** In the order of the rule set. */
  candidates(logsource: EventLogsource): readonly R[] {
    let candidates = this.#known.get(logsource)
    if (candidates === undefined) {
      candidates = this.#rules.filter(({ rule }) => isTried(rule.logsource, logsource))
      this.#known.set(logsource, candidates)
    }
    return candidates
  }
}
