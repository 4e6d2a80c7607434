import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HouseOptions } from '../capabilities.ts'
import { openHouse } from '../capabilities.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../pipeline/evidence-task.ts'
import { runEvidenceTask } from '../pipeline/evidence-task.ts'
import type { ErrorList } from '../pipeline/error-list.ts'
import { joinErrors } from '../pipeline/error-list.ts'
import { matchEvidence } from '../pipeline/match/match-evidence.ts'
import { matchLine } from '../pipeline/match/match-line.ts'
import { mergeRuns } from '../pipeline/ordered/merge-runs.ts'
import type { RunTask } from '../pipeline/run-again.ts'
import { WorkerPool } from '../platform/worker-pool.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { chosenRules, disabledRules, requirePaths, ruleDirectories } from './rule-directories.ts'
import { ruleNotice } from './rule-notice.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, dataPathsOf, houseOptionsOf, readSettings, workerLimitsOf } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface MatchOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly engine: 'fast' | 'plain'
  readonly workers?: number
}

/**
 * `noroshi sigma match`: one JSON line per match in the order of the input, then those of correlations in the order of time, and a summary on
 * standard error. What is printed does not depend on the number of workers.
 */
export async function sigmaMatch(paths: readonly string[], options: MatchOptions): Promise<number> {
  requirePaths(paths)
  const settings = readSettings(options)
  const data = dataPathsOf(options)
  const houseOptions: HouseOptions = {
    ...houseOptionsOf(settings, ruleDirectories(options.rules, settings, data), disabledRules(options.rules, data)), vacuous: 'kept', engine: options.engine,
  }
  const workers = options.workers ?? (isSmall(paths) ? 1 : settings.workers ?? availableParallelism())
  const pool = workers === 1 ? null : new WorkerPool<EvidenceTask, EvidenceTaskResult, EvidenceProgress>(
    new URL('../worker.ts', import.meta.url), houseOptions, workers, workerLimitsOf(settings),
  )
  const started = performance.now()
  const house = openHouse(houseOptions)
  const run: RunTask = pool === null ? (task, report) => runEvidenceTask(task, house, report) : (task, report) => pool.run(task, report)
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-match-'))
  const totals = { files: 0, events: 0, matches: 0, errors: 0 }
  const rules = new Set<string>()
  const runs: string[] = []
  const pathOf = new Map<string, string>()

  async function* lines(): AsyncGenerator<string, void, undefined> {
    let errors: ErrorList[] = []
    for await (const step of matchEvidence({ paths, archives: archiveOptionsOf(settings), folder, workers, run })) {
      if (step.kind === 'end') {
        const { evidence: { path, sha256 }, errors: met } = step
        if (!pathOf.has(sha256)) pathOf.set(sha256, path)
        const all = joinErrors([met, ...errors])
        errors = []
        totals.files++
        totals.errors += all.total
        process.stderr.write(formatEvidenceErrors(path, all))
        continue
      }
      const { piece } = step
      totals.events += piece.events
      totals.matches += piece.matches
      piece.rules.forEach(rule => rules.add(rule))
      runs.push(...piece.runs)
      errors.push(piece.errors)
      if (piece.file === null) continue
      for await (const text of createReadStream(piece.file, 'utf8')) yield String(text)
      rmSync(piece.file)
    }
  }

  async function* correlated(): AsyncGenerator<string, void, undefined> {
    const stages = house.stages()
    for await (const event of mergeRuns(runs)) {
      for (const { rule } of stages.flatMap(stage => stage.accept(event))) {
        totals.matches++
        rules.add(rule.id)
        yield matchLine({ path: pathOf.get(event.evidence)!, record: event.record, eventId: event.id }, rule)
      }
    }
  }

  try {
    const chosen = chosenRules(options.rules, settings)
    if (chosen.length > 0) process.stderr.write(ruleNotice(chosen, 'en', settings.sigma))
    await writeLines(process.stdout, lines())
    if (runs.length > 0) await writeLines(process.stdout, correlated())
  } finally {
    await pool?.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stderr.write(
    `${totals.matches} matches of ${rules.size} rules in ${totals.events} events, ${totals.files} files, ${totals.errors} errors, ${seconds} s\n`,
  )
  return totals.errors > 0 ? 1 : 0
}

/** Bytes that are matched here sooner than workers have loaded the rules. */
const SMALL_BYTES = 4 * 1024 * 1024

function isSmall(paths: readonly string[]): boolean {
  let bytes = 0
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory() === true) return false
    bytes += found?.size ?? 0
  }
  return bytes <= SMALL_BYTES
}
