import type { DataPaths } from '../../platform/data-folder.ts'
import { loadRules } from '../../detect/sigma/load/load-rules.ts'
import { formatProblem } from '../../detect/sigma/rule/problem.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import type { Configuration } from '../../platform/config/read-configuration.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { CustodyRegister } from '../../store/custody/custody-register.ts'
import { readEntries } from '../../store/custody/read-entries.ts'
import type { SwitchState } from '../../store/rule-sets/rule-switches.ts'
import { RuleSwitches } from '../../store/rule-sets/rule-switches.ts'
import { ruleDirectories } from '../rule-directories.ts'
import { switchedOff } from '../switched-off.ts'
import type { CheckName, FindingName, Outcome } from './outcome.ts'

export function checkSettings({ file }: Configuration): Outcome {
  return file === null
    ? { check: 'settings', state: 'ok', finding: 'settings-none', values: {} }
    : { check: 'settings', state: 'ok', finding: 'settings-file', values: { file } }
}

export function checkMappings(): Outcome {
  try {
    return { check: 'mappings', state: 'ok', finding: 'mappings-load', values: { sources: loadMappings().sources.length } }
  } catch (cause) {
    return failed('mappings', 'mappings-broken', cause)
  }
}

export function checkRules(settings: Configuration, data: DataPaths): Outcome {
  try {
    return rulesOutcome(settings, ruleDirectories([], settings, data), new RuleSwitches(data.rules).read())
  } catch (cause) {
    return failed('rules', 'rules-broken', cause)
  }
}

function rulesOutcome(settings: Configuration, directories: readonly string[], switches: SwitchState): Outcome {
  const ruleSet = loadRules(directories, settings.sigma)
  const { rules, problems, files } = ruleSet
  const errors = problems.filter(({ severity }) => severity === 'error')
  const folders = directories.join(' ')
  const { off, ended } = switchedOff(ruleSet, switches, Date.now())
  const counts = { rules: rules.length, files, off: off.length + ended.length }
  if (rules.length === 0) return { check: 'rules', state: 'failed', finding: 'rules-none', values: { folders } }
  if (errors.length > 0) return { check: 'rules', state: 'warning', finding: 'rules-partly', values: { ...counts, errors: errors.length, first: formatProblem(errors[0]!), folders } }
  return { check: 'rules', state: 'ok', finding: counts.off === 0 ? 'rules-load' : 'rules-off', values: counts }
}

/** Forms and hashes of the entries; `evidence verify` also reads the blobs. */
export async function checkCustody(folder: string): Promise<Outcome> {
  const register = new CustodyRegister()
  let entries = 0
  try {
    for await (const entry of readEntries(folder)) {
      register.accept(entry)
      entries++
    }
  } catch (cause) {
    return failed('custody', 'custody-broken', cause)
  }
  const blobs = [...register.blobs].filter(({ deleted }) => deleted === null).length
  return entries === 0
    ? { check: 'custody', state: 'ok', finding: 'custody-empty', values: {} }
    : { check: 'custody', state: 'ok', finding: 'custody-whole', values: { entries, blobs, holds: [...register.holds].length } }
}

/** What a check ran into; the catalogue says what to do. */
export function failed(check: CheckName, finding: FindingName, cause: unknown): Outcome {
  const mend = cause instanceof NoroshiError ? cause.mend : 'this is a defect; set NOROSHI_DEBUG=1 to see where it happened'
  return { check, state: 'failed', finding, values: { reason: messageOf(cause), mend } }
}
