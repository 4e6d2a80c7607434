import { openHouse } from '../capabilities.ts'
import type { EventBatch } from '../model/event-batch.ts'
import type { Detector } from '../model/detector.ts'
import { eventId } from '../model/ids.ts'
import { formatTime } from '../model/time.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { BatchEvent } from '../query/batch-event.ts'
import { formatQuery } from '../query/format-query.ts'
import { queryFields } from '../query/query-fields.ts'
import { startQuery } from '../query/run-query.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { eventLine } from './event-line.ts'
import type { TimeRange } from '../query/between-times.ts'
import { huntQuery } from './hunt-query.ts'
import { queryResultLines } from './query-result-lines.ts'
import { disabledRules, requirePaths, ruleDirectories } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, dataPathsOf, houseOptionsOf, readSettings } from './settings.ts'
import { stagedRules } from './staged-rules.ts'
import { writeLines } from './write-lines.ts'

export interface HuntOptions extends CommonOptions, TimeRange {
  readonly rules: readonly string[]
  readonly date?: number
  readonly limit: number
  readonly json?: boolean
  readonly cold?: boolean
}

/** `noroshi hunt`: the events a query finds in evidence, or what its pipe makes of them. Exit code 1 when something could not be read. */
export async function hunt(text: string, paths: readonly string[], options: HuntOptions): Promise<number> {
  if (options.cold === true) throw new NoroshiError('usage', '--cold searches what was ingested and is cold: give no paths')
  const query = huntQuery(text, options)
  requirePaths(paths)
  const settings = readSettings(options)
  const house = openHouse(houseOptionsOf(settings, queryFields(query).has('_rule') ? ruleDirectories(options.rules, settings, dataPathsOf(options)) : [],
    disabledRules(options.rules, dataPathsOf(options))))
  const reading = { paths, date: options.date, recover: false, archives: archiveOptionsOf(settings) }
  const staged = await stagedRules(reading, house)
  const run = startQuery(query)
  let found = 0
  let errors = 0
  const seen = new Set<string>()

  async function* lines() {
    for await (const step of readEvidence(reading, house)) {
      if (step.kind === 'end') {
        errors += step.errors.total
        seen.add(step.evidence.sha256)
        process.stderr.write(formatEvidenceErrors(step.evidence.path, step.errors))
        continue
      }
      const { batch, evidence } = step
      if (seen.has(evidence.sha256)) continue
      const rulesOf = rulesByRow(house.detectors, batch, evidence.sha256, staged)
      const event = new BatchEvent(batch, house.mappings, { evidence: evidence.sha256, paths: [evidence.path], rulesOf })
      for (let row = 0; row < batch.count; row++) {
        if (!run.accept(event.at(row))) continue
        found++
        if (query.pipe !== null || found > options.limit) continue
        yield eventLine({
          path: evidence.path,
          record: batch.record[row]!,
          time: Number.isNaN(batch.time[row]!) ? null : formatTime(batch.time[row]!),
          dataset: batch.dataset[row]!,
          fields: batch.fields[row]!,
        }, options.json === true)
      }
    }
    if (query.pipe !== null) yield* queryResultLines(run.result(), options.json === true)
  }

  await writeLines(process.stdout, lines())
  const shown = query.pipe === null && found > options.limit ? `, the first ${options.limit} shown (see --limit)` : ''
  process.stderr.write(`${found} events found${shown}, read as: ${formatQuery(query)}\n`)
  return errors > 0 ? 1 : 0
}

/** Rules that only serve correlations match nothing by themselves. */
function rulesByRow(
  detectors: readonly Detector[], batch: EventBatch, evidence: string, staged: ReadonlyMap<string, readonly string[]>,
): (row: number) => readonly string[] {
  if (detectors.length === 0) return () => []
  let keys: Map<number, string[]> | undefined
  return row => {
    keys ??= Map.groupBy(detectors.flatMap(detector => detector.inspect(batch)).filter(({ absorbed }) => absorbed !== true), match => match.row)
      .entries().reduce((all, [each, matches]) => all.set(each, matches.map(({ rule }) => rule.id)), new Map<number, string[]>())
    const completed = staged.size === 0 ? undefined : staged.get(eventId(evidence, batch.offset[row]!, batch.ordinal[row]!))
    return [...keys.get(row) ?? [], ...completed ?? []]
  }
}
