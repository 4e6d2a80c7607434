import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { RuleDirectory } from '../model/ports/rule-shelf.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../store/rule-sets/rule-switches.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'

/** The rules that come with the program. */
export const OWN_RULES = join(import.meta.dirname, '../../rules')

/**
 * The rule directories named, else those of noroshi.yaml, else the program's own and the sets that were added.
 *
 * @param data the data folder, which need not be there
 */
export function ruleDirectories(named: readonly string[], { sigma }: Pick<Configuration, 'sigma'>, data: Pick<DataPaths, 'rules'>): readonly string[] {
  if (named.includes(NO_RULES)) return []
  const chosen = chosenRules(named, { sigma })
  return chosen.length > 0 ? chosen : namedRuleDirectories({ sigma }, data).map(({ path }) => path)
}

/** What is read when nobody names directories, under the names of the rule sets; the program's own has none. */
export function namedRuleDirectories(settings: Pick<Configuration, 'sigma'>, data: Pick<DataPaths, 'rules'>): readonly RuleDirectory[] {
  const chosen = chosenRules([], settings)
  if (chosen.length > 0) return chosen.map(path => ({ name: basename(path), path: resolve(path) }))
  return [{ name: '', path: OWN_RULES }, ...new RuleSets(data.rules).list()]
}

/** Keys of what people switched off; whoever names directories gets all that is in them. @throws NoroshiError `data-unusable` */
export function disabledRules(named: readonly string[], data: Pick<DataPaths, 'rules'>): readonly string[] {
  return named.length > 0 ? [] : [...new RuleSwitches(data.rules).disabledAt(Date.now())]
}

/** Given instead of a directory: nothing is detected. A directory of this name is `./none`. */
export const NO_RULES = 'none'

/** Those that a person chose. */
export function chosenRules(named: readonly string[], { sigma }: Pick<Configuration, 'sigma'>): readonly string[] {
  if (named.includes(NO_RULES)) return []
  const chosen = named.length > 0 ? named : sigma.rules
  requirePaths(chosen)
  return chosen
}

/** A path that is misspelt is wrong usage, not evidence that cannot be read. */
export function requirePaths(paths: readonly string[]): void {
  const missing = paths.find(path => !existsSync(path))
  if (missing !== undefined) throw new NoroshiError('no-such-path', `there is no ${missing}`)
}
