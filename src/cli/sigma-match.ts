import { openHouse } from '../capabilities.ts'
import type { Match } from '../model/detector.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { eventId } from '../model/ids.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import type { MatchLine } from './output-schemas.ts'
import { chosenRules, requirePaths, ruleDirectories } from './rule-directories.ts'
import { ruleNotice } from './rule-notice.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, houseOptionsOf, readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface MatchOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly engine: 'fast' | 'plain'
}

/** `noroshi sigma match`: one JSON line per match in the order of the input, and a summary on standard error. */
export async function sigmaMatch(paths: readonly string[], options: MatchOptions): Promise<number> {
  requirePaths(paths)
  const settings = readSettings(options)
  const house = openHouse({ ...houseOptionsOf(settings, ruleDirectories(options.rules, settings)), vacuous: 'kept', engine: options.engine })
  const chosen = chosenRules(options.rules, settings)
  if (chosen.length > 0) process.stderr.write(ruleNotice(chosen, 'en', settings.sigma))
  const totals = { files: 0, events: 0, matches: 0, errors: 0 }
  const rules = new Set<string>()
  const started = performance.now()

  async function* lines() {
    for await (const step of readEvidence({ paths, date: undefined, recover: false, archives: archiveOptionsOf(settings) }, house)) {
      const { path, sha256 } = step.evidence
      if (step.kind === 'end') {
        totals.files++
        totals.errors += step.errors.total
        process.stderr.write(formatEvidenceErrors(path, step.errors))
        continue
      }
      const { batch } = step
      totals.events += batch.count
      let text = ''
      for (const match of house.detectors.flatMap(detector => detector.inspect(batch)).sort((a, b) => a.row - b.row)) {
        totals.matches++
        rules.add(match.rule.id)
        text += `${JSON.stringify(matchLine(match, batch, path, sha256))}\n`
      }
      if (text !== '') yield text
    }
  }

  await writeLines(process.stdout, lines())
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stderr.write(
    `${totals.matches} matches of ${rules.size} rules in ${totals.events} events, ${totals.files} files, ${totals.errors} errors, ${seconds} s\n`,
  )
  return totals.errors > 0 ? 1 : 0
}

function matchLine({ row, rule }: Match, batch: EventBatch, path: string, evidence: string): MatchLine {
  const { id: ruleId, title: ruleTitle, level } = rule
  return { path, record: batch.record[row]!, eventId: eventId(evidence, batch.offset[row]!, batch.ordinal[row]!), ruleId, ruleTitle, level }
}
