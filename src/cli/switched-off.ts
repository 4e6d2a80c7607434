import type { RuleSet } from '../detect/sigma/load/load-rules.ts'
import type { KeptFilter, SwitchedOff, SwitchState } from '../store/rule-sets/rule-switches.ts'

/** A rule that was loaded and that a person switched off. */
export interface RuleOff extends SwitchedOff {
  readonly title: string
}

/** A filter that was loaded and holds no longer. */
export interface FilterEnded extends KeptFilter {
  readonly title: string
}

/**
 * What of these rules, loaded with all that is in their folders, is not used: in the order of the rules.
 *
 * @param now milliseconds since the epoch
 */
export function switchedOff({ rules, correlations, filters }: Pick<RuleSet, 'rules' | 'correlations' | 'filters'>, state: SwitchState, now: number): { readonly off: readonly RuleOff[]; readonly ended: readonly FilterEnded[] } {
  const entries = new Map(state.off.map(each => [each.key, each]))
  const kept = new Map(state.filters.filter(({ ends }) => ends !== null && Date.parse(ends) <= now).map(each => [each.id, each]))
  return {
    off: [...rules, ...correlations].flatMap(({ summary: { id, title } }) => {
      const entry = entries.get(id)
      return entry === undefined ? [] : [{ ...entry, title }]
    }),
    ended: filters.flatMap(({ id, title }) => {
      const entry = kept.get(id)
      return entry === undefined ? [] : [{ ...entry, title }]
    }),
  }
}
