import { openHouse } from '../capabilities.ts'
import { closeness } from '../detect/sigma/explain/closeness.ts'
import type { RuleExplanation } from '../detect/sigma/explain/explain-rule.ts'
import { explainRule } from '../detect/sigma/explain/explain-rule.ts'
import { renderExplanation } from '../detect/sigma/explain/render-explanation.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import type { SigmaRule } from '../detect/sigma/rule/rule.ts'
import { formatProblem } from '../detect/sigma/rule/problem.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { jsonText } from '../platform/json-text.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, houseOptionsOf, readSettings } from './settings.ts'

export interface ExplainOptions extends CommonOptions {
  readonly record?: number
  readonly json?: boolean
}

interface Explained {
  readonly path: string
  readonly record: number
  readonly explanation: RuleExplanation
}

/** `noroshi sigma explain`: exit code 0 when the rule matches the record shown, else 1. */
export async function sigmaExplain(rulePath: string, path: string, options: ExplainOptions): Promise<number> {
  requirePaths([rulePath, path])
  const settings = readSettings(options)
  const { rules: [rule], problems } = loadRules([rulePath], settings.sigma)
  if (rule === undefined) throw new NoroshiError('bad-rules', problems.map(formatProblem).join('\n') || `there is no rule in ${rulePath}`)
  const shown = await chooseRecord(rule, path, options.record, settings)
  if (shown === null) throw new NoroshiError('usage', options.record === undefined ? `${path} holds no events` : `${path} has no record ${options.record}`)
  const { explanation, record } = shown
  const text = options.json
    ? jsonText({ path: shown.path, record, held: explanation.held && explanation.tried, tried: explanation.tried, condition: explanation.condition })
    : `${shown.path} record ${record}\n${renderExplanation(explanation)}`
  process.stdout.write(`${text.trimEnd()}\n`)
  return explanation.held && explanation.tried ? 0 : 1
}

/** The record asked for; else the first that matches, else the one that comes closest. */
async function chooseRecord(rule: SigmaRule, path: string, asked: number | undefined, settings: Configuration): Promise<Explained | null> {
  const house = openHouse(houseOptionsOf(settings, []))
  let closest: Explained | null = null
  for await (const step of readEvidence({ paths: [path], date: undefined, recover: false, archives: archiveOptionsOf(settings) }, house)) {
    if (step.kind === 'end') {
      process.stderr.write(formatEvidenceErrors(step.evidence.path, step.errors))
      continue
    }
    const { batch, evidence } = step
    for (let row = 0; row < batch.count; row++) {
      const record = batch.record[row]!
      if (asked !== undefined && record !== asked) continue
      const explanation = explainRule(rule, batch.fields[row]!, house.mappings.dataset(batch.dataset[row]!))
      const explained = { path: evidence.path, record, explanation }
      if (asked !== undefined || (explanation.held && explanation.tried)) return explained
      if (closest === null || closeness(explanation) > closeness(closest.explanation)) closest = explained
    }
  }
  return closest
}
