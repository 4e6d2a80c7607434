import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../store/rule-sets/rule-switches.ts'
import { printable } from './evidence.ts'
import { OWN_RULES } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import type { FilterEnded, RuleOff } from './switched-off.ts'
import { switchedOff } from './switched-off.ts'

/**
 * `noroshi rules list`: the program's own rules and the sets that were added, with how many of each load, and below each what of it people
 * switched off.
 *
 * @throws NoroshiError `data-unusable`
 */
export async function rulesList(options: CommonOptions): Promise<number> {
  const { sigma } = readSettings(options)
  const data = dataPathsOf(options)
  const state = new RuleSwitches(data.rules).read()
  const sets = [{ name: '(built in)', path: OWN_RULES }, ...new RuleSets(data.rules).list()]
  for (const { name, path } of sets) {
    const ruleSet = loadRules([path], sigma)
    const { rules, correlations, filters, problems } = ruleSet
    const errors = problems.filter(({ severity }) => severity === 'error').length
    const { off, ended } = switchedOff(ruleSet, state, Date.now())
    const unused = off.length + ended.length
    const counts = `${rules.length} rules, ${correlations.length} correlations, ${filters.length} filters, ${errors} errors${unused === 0 ? '' : `, ${unused} switched off`}`
    process.stdout.write([`${name}: ${counts}  ${path}`, ...off.map(offLine), ...ended.map(endedLine)].map(line => `${printable(line)}\n`).join(''))
  }
  return 0
}

function offLine({ title, key, by, at, reason }: RuleOff): string {
  return `  off: ${title} (${key}), by ${by}, ${at}: ${reason}`
}

function endedLine({ title, id, by, ends }: FilterEnded): string {
  return `  ended: filter ${title} (${id}), by ${by}, ${ends}`
}
