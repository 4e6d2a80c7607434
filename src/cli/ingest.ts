import { storedEvidence } from '../store/ledger/stored-evidence.ts'
import { digests } from '../store/ledger/status.ts'
import { foldCases } from '../pipeline/ingest/fold-cases.ts'
import { ingestEvidence } from '../pipeline/ingest/ingest-evidence.ts'
import type { ReceivedEvidence } from '../pipeline/ingest/receive-evidence.ts'
import { storedSummaries } from '../pipeline/ingest/stored-summaries.ts'
import { sumCounts } from '../pipeline/ingest/sum-counts.ts'
import type { ReportInput } from '../triage/index.ts'
import { caseLines, makeCases, reportJson } from '../triage/index.ts'
import { summaryLines } from './closing-lines.ts'
import { requirePaths } from './rule-directories.ts'
import { terminal } from './terminal.ts'
import { version } from './version.ts'
import type { OpenedStore, ReadingCommandOptions } from './with-ingest-store.ts'
import { withReadingStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface IngestCommandOptions extends ReadingCommandOptions {
  readonly json?: boolean
  readonly date?: number
  readonly recover?: boolean
}

/** `noroshi ingest`: exit code 0 done, 1 something of what was given could not be read. */
export async function ingest(paths: readonly string[], options: IngestCommandOptions): Promise<number> {
  requirePaths(paths)
  const started = performance.now()
  return withReadingStore(options, async opened => {
    const received = await ingestEvidence(opened.store, { ...opened.reading, paths, date: options.date, recover: options.recover ?? false })
    return printStore(opened, received, started, options)
  })
}

/** Folds what the store holds into cases and prints them as `analyze` does; answers the exit code for what was read now. */
export async function printStore(
  { store, house, reading }: OpenedStore, { evidence, unreadable }: ReceivedEvidence, started: number, { lang, json }: Pick<IngestCommandOptions, 'lang' | 'json'>,
): Promise<number> {
  const { made, findings } = await foldCases(store, makeCases, reading)
  const stored = await storedEvidence(store.ledger)
  const summaries = storedSummaries(stored, unreadable)
  const sums = await digests(store.ledger)
  const input: ReportInput = {
    version: version(),
    evidence: summaries,
    triaged: made,
    templates: house.facts,
    events: sums.events,
    matches: sums.matches,
    datasets: sumCounts(stored.map(({ datasets }) => datasets)),
    seconds: (performance.now() - started) / 1000,
  }
  await writeLines(terminal().stdout, json === true ? reportJson(input) : [
    ...caseLines(input, lang, terminal().stdout),
    ...summaryLines({ evidence: summaries, findings, events: sums.events }, made.cases.length, lang),
  ])
  return summaries.some(({ sha256, errors }) => errors.length > 0 && (sha256 === '' || evidence.has(sha256))) ? 1 : 0
}
