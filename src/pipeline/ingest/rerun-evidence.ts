import { storedEvidence } from '../../store/ledger/stored-evidence.ts'
import type { ReadingOptions } from './ingest-evidence.ts'
import { loadOptions } from './ingest-evidence.ts'
import type { IngestStore } from './ingest-store.ts'
import { loadWaiting } from './load-waiting.ts'
import type { NotPlanned } from './plan-anew.ts'
import { planAnew, planUnfinishedAnew } from './plan-anew.ts'

/**
 * Reads stored evidence anew from its blobs, with its own settings, by this program and these rules. Until all of one evidence is read,
 * what was known of it is shown; then the new takes its place in one step.
 *
 * @returns what could not be read anew, and why; what was known of it stays
 */
export async function rerunEvidence(store: IngestStore, evidence: ReadonlySet<string>, options: ReadingOptions): Promise<NotPlanned[]> {
  const loading = loadOptions(store, options)
  const failed = await planUnfinishedAnew(store, loading)
  for (const each of await storedEvidence(store.ledger)) {
    if (!evidence.has(each.sha256)) continue
    const problem = await planAnew(store, each, loading)
    if (problem !== null) failed.push(problem)
  }
  await loadWaiting(store, loading)
  return failed
}
