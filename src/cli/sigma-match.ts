import { openHouse } from '../capabilities.ts'
import { eventId } from '../model/ids.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths, ruleDirectories } from './rule-directories.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi sigma match`: one JSON line per match in the order of the input, and a summary on standard error. */
export async function sigmaMatch(paths: readonly string[], options: { readonly rules: readonly string[] }): Promise<number> {
  requirePaths(paths)
  const house = openHouse({ ruleDirectories: ruleDirectories(options.rules) })
  const totals = { files: 0, events: 0, matches: 0, errors: 0 }
  const rules = new Set<string>()
  const started = performance.now()

  async function* lines() {
    for await (const step of readEvidence({ paths, date: undefined, recover: false }, house)) {
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
        const { id: ruleId, title: ruleTitle, level } = match.rule
        totals.matches++
        rules.add(ruleId)
        const id = eventId(sha256, batch.offset[match.row]!, batch.ordinal[match.row]!)
        text += `${JSON.stringify({ path, record: batch.record[match.row], eventId: id, ruleId, ruleTitle, level })}\n`
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
