import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse } from '../capabilities.ts'
import type { RuleSummary } from '../model/detector.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { eventId } from '../model/ids.ts'
import { mergeRuns } from '../pipeline/ordered/merge-runs.ts'
import { orderedEvents } from '../pipeline/ordered/ordered-events.ts'
import { RunWriter } from '../pipeline/ordered/run-writer.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import type { MatchLine } from './output-schemas.ts'
import { chosenRules, disabledRules, requirePaths, ruleDirectories } from './rule-directories.ts'
import { ruleNotice } from './rule-notice.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, dataPathsOf, houseOptionsOf, readSettings } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface MatchOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly engine: 'fast' | 'plain'
}

/**
 * `noroshi sigma match`: one JSON line per match in the order of the input, then those of correlations in the order of time, and a summary on
 * standard error.
 */
export async function sigmaMatch(paths: readonly string[], options: MatchOptions): Promise<number> {
  requirePaths(paths)
  const settings = readSettings(options)
  const directories = ruleDirectories(options.rules, settings, dataPathsOf(options))
  const house = openHouse({ ...houseOptionsOf(settings, directories, disabledRules(options.rules, dataPathsOf(options))), vacuous: 'kept', engine: options.engine })
  const chosen = chosenRules(options.rules, settings)
  if (chosen.length > 0) process.stderr.write(ruleNotice(chosen, 'en', settings.sigma))
  const totals = { files: 0, events: 0, matches: 0, errors: 0 }
  const rules = new Set<string>()
  const started = performance.now()
  const stages = house.stages()
  const folder = stages.length === 0 ? null : mkdtempSync(join(tmpdir(), 'noroshi-order-'))

  function line(rule: RuleSummary, place: MatchPlace): string {
    totals.matches++
    rules.add(rule.id)
    return `${JSON.stringify({ ...place, ruleId: rule.id, ruleTitle: rule.title, level: rule.level } satisfies MatchLine)}\n`
  }

  async function* lines(ordered: RunWriter | null, pathOf: Map<string, string>) {
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
      const matches = house.detectors.flatMap(detector => detector.inspect(batch)).sort((a, b) => a.row - b.row)
      const text = matches.filter(({ absorbed }) => absorbed !== true).map(({ row, rule }) => line(rule, placeOf(batch, row, path, sha256))).join('')
      if (text !== '') yield text
      if (ordered === null || pathOf.get(sha256) !== undefined && pathOf.get(sha256) !== path) continue
      pathOf.set(sha256, path)
      for (const event of orderedEvents(batch, matches, sha256, house.mappings)) ordered.add(event)
    }
  }

  async function* correlated(ordered: RunWriter, pathOf: ReadonlyMap<string, string>) {
    for await (const event of mergeRuns(ordered.finish())) {
      for (const { rule } of stages.flatMap(stage => stage.accept(event))) {
        yield line(rule, { path: pathOf.get(event.evidence)!, record: event.record, eventId: event.id })
      }
    }
  }

  try {
    const ordered = folder === null ? null : new RunWriter(folder)
    const pathOf = new Map<string, string>()
    await writeLines(process.stdout, lines(ordered, pathOf))
    if (ordered !== null) await writeLines(process.stdout, correlated(ordered, pathOf))
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stderr.write(
    `${totals.matches} matches of ${rules.size} rules in ${totals.events} events, ${totals.files} files, ${totals.errors} errors, ${seconds} s\n`,
  )
  return totals.errors > 0 ? 1 : 0
}

type MatchPlace = Pick<MatchLine, 'path' | 'record' | 'eventId'>

function placeOf(batch: EventBatch, row: number, path: string, evidence: string): MatchPlace {
  return { path, record: batch.record[row]!, eventId: eventId(evidence, batch.offset[row]!, batch.ordinal[row]!) }
}
