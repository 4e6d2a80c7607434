import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { OWN_RULES } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'

/** `noroshi rules list`: the program's own rules and the sets that were added, with how many of each load. */
export async function rulesList(options: CommonOptions): Promise<number> {
  const { sigma } = readSettings(options)
  const sets = [{ name: '(built in)', path: OWN_RULES }, ...new RuleSets(dataPathsOf(options).rules).list()]
  for (const { name, path } of sets) {
    const { rules, correlations, filters, problems } = loadRules([path], sigma)
    const errors = problems.filter(({ severity }) => severity === 'error').length
    process.stdout.write(`${name}: ${rules.length} rules, ${correlations.length} correlations, ${filters.length} filters, ${errors} errors  ${path}\n`)
  }
  return 0
}
