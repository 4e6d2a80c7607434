import type { Chunk } from '../model/decoder.ts'
import { PROGRESS_INTERVAL_MS } from './defaults.ts'
import { ErrorCollector } from './error-list.ts'
import type { EvidenceTools } from './evidence-tools.ts'
import { evidenceFile } from './evidence/evidence-file.ts'
import type { MemberLocator } from './evidence/member-locator.ts'
import type { KnownContent, Surveyed } from './evidence/survey.ts'
import { surveyMember } from './evidence/survey.ts'
import type { GroupResult, IngestTask } from './ingest/ingest-chunks.ts'
import type { InspectionProgress, InspectionResult } from './inspect-chunks.ts'
import { inspectChunks } from './inspect-chunks.ts'
import type { MatchedPiece, MatchTask } from './match/match-chunks.ts'
import { matchChunks } from './match/match-chunks.ts'
import { RunWriter } from './ordered/run-writer.ts'

/** What a worker is asked to do with a piece of evidence; plain data, so that it can cross to a process. */
export type EvidenceTask =
  | { readonly kind: 'survey'; readonly locator: MemberLocator; readonly known?: KnownContent }
  | {
    readonly kind: 'inspect'
    readonly surveyed: Surveyed
    readonly date: number
    readonly recover: boolean
    readonly chunks: readonly Chunk[]
    /** Folder for events that ordered stages are about. */
    readonly runs: string
  }
  | MatchTask
  | IngestTask

export type EvidenceTaskResult =
  | { readonly kind: 'survey'; readonly surveyed: Surveyed }
  /** With the files of events for ordered stages. */
  | { readonly kind: 'inspect'; readonly result: InspectionResult; readonly runs: readonly string[] }
  | { readonly kind: 'match'; readonly result: MatchedPiece }
  /** Its results came one by one, as progress. */
  | { readonly kind: 'ingest' }

/** Since the last report. */
export interface EvidenceProgress {
  readonly bytes: number
  readonly events: number
  readonly findings: number
  /** A group of chunks of an {@link IngestTask} that is spooled now. */
  readonly spooled?: { readonly group: number; readonly result: GroupResult }
}

export async function runEvidenceTask(
  task: EvidenceTask,
  tools: EvidenceTools,
  report: (progress: EvidenceProgress) => void,
): Promise<EvidenceTaskResult> {
  const progress = new ProgressMeter(report)
  const result = await run(task, tools, progress)
  progress.flush()
  return result
}

async function run(task: EvidenceTask, tools: EvidenceTools, progress: ProgressMeter): Promise<EvidenceTaskResult> {
  const onBytes = (bytes: number) => progress.add({ bytes, events: 0, findings: 0 })
  if (task.kind === 'survey') {
    return { kind: 'survey', surveyed: await surveyMember(task.locator, tools.decoders, { onBytes, ...(task.known === undefined ? {} : { known: task.known }) }) }
  }
  const onSeen = (seen: InspectionProgress) => progress.add({ bytes: 0, ...seen })
  if (task.kind === 'ingest') {
    // Only here: who analyzes needs nothing of the stores.
    const { ingestChunks } = await import('./ingest/ingest-chunks.ts')
    await ingestChunks(task, tools, onBytes, onSeen, (group, result) => progress.tell({ group, result }))
    return { kind: 'ingest' }
  }
  if (task.kind === 'match') return { kind: 'match', result: await matchChunks(task, tools, onBytes, onSeen) }
  const { surveyed, chunks, date, recover } = task
  const ordered = new RunWriter(task.runs)
  const decoder = tools.decoders.find(({ format }) => format === surveyed.format)!
  const errors = new ErrorCollector()
  const file = await evidenceFile(surveyed, { date, recover, encoding: surveyed.encoding }, errors, onBytes)
  const result = await inspectChunks(file, chunks, decoder, tools.detectors, tools.mappings, errors, onSeen, undefined, event => ordered.add(event))
  return { kind: 'inspect', result, runs: ordered.finish() }
}

/** Sums progress and passes it on a few times a second. */
class ProgressMeter {
  readonly #report: (progress: EvidenceProgress) => void
  #sum: EvidenceProgress = { bytes: 0, events: 0, findings: 0 }
  #reported = performance.now()

  constructor(report: (progress: EvidenceProgress) => void) {
    this.#report = report
  }

  add({ bytes, events, findings }: EvidenceProgress): void {
    this.#sum = { bytes: this.#sum.bytes + bytes, events: this.#sum.events + events, findings: this.#sum.findings + findings }
    if (performance.now() - this.#reported >= PROGRESS_INTERVAL_MS) this.flush()
  }

  /** Passes on at once what somebody waits for. */
  tell(spooled: NonNullable<EvidenceProgress['spooled']>): void {
    this.#sum = { ...this.#sum, spooled }
    this.flush()
  }

  flush(): void {
    this.#report(this.#sum)
    this.#sum = { bytes: 0, events: 0, findings: 0 }
    this.#reported = performance.now()
  }
}
