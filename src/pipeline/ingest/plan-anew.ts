import { unfinishedRuns } from '../../store/ledger/unfinished-runs.ts'
import { quarantineChunk } from '../../store/ledger/load.ts'
import { startRun, waitingChunks } from '../../store/ledger/run.ts'
import type { StoredEvidence } from '../../store/ledger/stored-evidence.ts'
import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import type { IngestStore } from './ingest-store.ts'
import { surveyOn } from './ingest-tasks.ts'
import type { LoadOptions } from './load-waiting.ts'
import { isOfVersion } from './reading-version.ts'

/** Evidence that cannot be read anew, and why; what was shown of it stays. */
export interface NotPlanned {
  readonly evidence: string
  readonly reason: string
}

/** Begins to read evidence anew from its blob, with its own settings, by this program and these rules, beside what is shown of it. */
export async function planAnew(store: IngestStore, evidence: StoredEvidence, options: LoadOptions): Promise<NotPlanned | null> {
  const { sha256, paths, settings } = evidence
  const locator = await options.locators.find(sha256, paths, options.decoders)
  if (locator === null) return { evidence: sha256, reason: 'its bytes are not in the evidence store any more' }
  const outcome = await surveyOn(options.run, locator, options.onProgress)
  if (outcome.kind === 'failed') return { evidence: sha256, reason: outcome.reason }
  const { surveyed } = outcome
  if (surveyed.sha256 !== sha256) return { evidence: sha256, reason: 'its bytes in the evidence store have changed' }
  await startRun(store.ledger, sha256, { ...options.version, format: surveyed.format, settings, chunks: surveyed.chunks })
  return null
}

/** What was begun under other rules and never finished is begun anew under these: a result is never half of one and half of the other. */
export async function planUnfinishedAnew(store: IngestStore, options: LoadOptions): Promise<NotPlanned[]> {
  const failed: NotPlanned[] = []
  const unfinished = await unfinishedRuns(store.ledger)
  const stale = unfinished.filter(run => !isOfVersion(run, options.version))
  for (const sha256 of new Set(stale.map(({ evidence }) => evidence))) {
    const [evidence] = await storedEvidence(store.ledger, sha256)
    const problem = evidence === undefined ? null : await planAnew(store, evidence, options)
    if (problem === null) continue
    failed.push(problem)
    await giveUp(store, sha256, problem.reason)
  }
  return failed
}

async function giveUp({ ledger }: IngestStore, sha256: string, reason: string): Promise<void> {
  const runs = (await unfinishedRuns(ledger)).filter(({ evidence }) => evidence === sha256)
  const chunks = runs.reduce((sum, { waiting }) => sum + waiting, 0)
  if (chunks === 0) return
  for (const { evidence, run, chunk } of await waitingChunks(ledger, Number.MAX_SAFE_INTEGER)) {
    if (evidence === sha256) await quarantineChunk(ledger, run, chunk.number, reason)
  }
}
