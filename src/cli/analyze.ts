import { availableParallelism } from 'node:os'
import { openHouse } from '../capabilities.ts'
import type { Language } from '../model/reason.ts'
import type { AnalysisProgress } from '../pipeline/analyze-evidence.ts'
import { analyzeEvidence } from '../pipeline/analyze-evidence.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../pipeline/evidence-task.ts'
import { formatBytes, formatDuration, ProgressLine } from '../platform/progress-line.ts'
import { WorkerPool } from '../platform/worker-pool.ts'
import type { ReportInput } from '../triage/index.ts'
import { caseLines, makeCases, reportJson } from '../triage/index.ts'
import { closingLines } from './closing-lines.ts'
import { chosenRules, disabledRules, requirePaths, ruleDirectories } from './rule-directories.ts'
import { ruleNotice } from './rule-notice.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, dataPathsOf, houseOptionsOf, readSettings, workerLimitsOf } from './settings.ts'
import { version } from './version.ts'
import { writeLines } from './write-lines.ts'
import { prepareReportDirectory, writeReports } from './write-reports.ts'

export interface AnalyzeCommandOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly out: string
  readonly lang: Language
  readonly json?: boolean
  readonly date?: number
  readonly recover?: boolean
  readonly workers?: number
  readonly engine?: 'fast' | 'plain'
}

/** `noroshi analyze`: exit code 0 done, 1 something could not be read. */
export async function analyze(paths: readonly string[], options: AnalyzeCommandOptions): Promise<number> {
  requirePaths(paths)
  const settings = readSettings(options)
  const houseOptions = houseOptionsOf(settings, ruleDirectories(options.rules, settings, dataPathsOf(options)), disabledRules(options.rules, dataPathsOf(options)))
  prepareReportDirectory(options.out)
  const started = performance.now()
  const progress = new ProgressLine(process.stderr)
  // Before the workers do: what cannot be opened is said once, and at once.
  const house = openHouse(houseOptions)
  const pool = new WorkerPool<EvidenceTask, EvidenceTaskResult, EvidenceProgress>(
    new URL('../worker.ts', import.meta.url),
    houseOptions,
    options.workers ?? settings.workers ?? availableParallelism(),
    workerLimitsOf(settings),
  )
  try {
    const running = analyzeEvidence({
      paths,
      date: options.date,
      recover: options.recover ?? false,
      archives: archiveOptionsOf(settings),
      stages: () => house.stages(),
      run: (task, onProgress) => pool.run(task, onProgress),
      onProgress: total => progress.show(() => progressText(total, (performance.now() - started) / 1000)),
    })
    // Waited for below, unless something else ends this before.
    running.catch(() => {})
    // While the workers load them too. The program's own rules are known to load.
    const chosen = chosenRules(options.rules, settings)
    if (chosen.length > 0) process.stderr.write(ruleNotice(chosen, options.lang, settings.sigma))
    const analysis = await running
    const input: ReportInput = {
      version: version(),
      evidence: analysis.evidence,
      triaged: makeCases(analysis.findings),
      templates: house.facts,
      events: analysis.events,
      matches: analysis.matches,
      datasets: analysis.datasets,
      seconds: (performance.now() - started) / 1000,
    }
    progress.clear()
    if (analysis.forgotten > 0) process.stderr.write(FORGOTTEN[options.lang](analysis.forgotten.toLocaleString(options.lang)))
    await writeReports(input, options.out, options.lang)
    await writeLines(process.stdout, options.json === true ? reportJson(input) : [
      ...caseLines(input, options.lang, process.stdout),
      ...closingLines(analysis, input.triaged.cases.length, options.out, options.lang),
    ])
    return analysis.evidence.some(({ errors }) => errors.length > 0) ? 1 : 0
  } finally {
    progress.clear()
    await pool.close()
  }
}

/** Memory is bounded (docs/sigma.md): what that cost is said. */
const FORGOTTEN: Readonly<Record<Language, (groups: string) => string>> = {
  en: groups => `Correlation rules had to forget ${groups} groups of events for want of memory: some of their matches may be missing.\n`,
  ja: groups => `メモリー不足のため、相関ルールが ${groups} 件のグループのイベントを破棄しました。一致の一部が漏れている可能性があります。\n`,
}

function progressText({ bytes, bytesExpected, events, findings }: AnalysisProgress, seconds: number): string {
  const share = bytesExpected === 0 ? 0 : Math.min(1, bytes / bytesExpected)
  const left = share < 0.02 ? '' : `, ${formatDuration(seconds / share - seconds)} left`
  const rate = Math.round(events / Math.max(seconds, 0.001)).toLocaleString('en')
  return `${Math.floor(share * 100)} %  ${formatBytes(bytes)} read, ${rate} events/s, ${findings.toLocaleString('en')} findings${left}`
}
