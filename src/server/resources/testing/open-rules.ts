import { basename } from 'node:path'
import { RuleSets } from '../../../store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../../../store/rule-sets/rule-switches.ts'
import type { RuleControl } from '../rules/rule-library.ts'

/** Rules of a server in a test: those of some directories, and the sets that are added while it runs. @param folder of the rule sets */
export function openRules(folder: string, directories: readonly string[], renew: () => Promise<void> = async () => {}): RuleControl {
  const sets = new RuleSets(folder)
  return {
    sets,
    switches: new RuleSwitches(folder),
    directories: () => [...directories.map(path => ({ name: directories.length === 1 ? '' : basename(path), path })), ...sets.list()],
    areChosen: false,
    renew,
  }
}
