import { foldCases } from '../../../pipeline/ingest/fold-cases.ts'
import type { ReadingOptions } from '../../../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../../../pipeline/ingest/ingest-store.ts'
import { rerunEvidence } from '../../../pipeline/ingest/rerun-evidence.ts'
import { JobMeter } from '../../../pipeline/jobs/job-meter.ts'
import type { Log } from '../../../platform/log.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'
import { abandonLoads } from '../../../store/ledger/load.ts'
import { outdatedEvidence } from '../../../store/ledger/outdated-evidence.ts'
import { makeCases } from '../../../triage/index.ts'

/**
 * Reads all evidence anew that was read with other rules than those of now, and folds it; while nobody else writes evidence. Never rejects:
 * what it could not do is in the log. Stopped, it begins nothing more, and the next start of the program goes on.
 */
export async function rereadEvidence(store: IngestStore, reading: ReadingOptions, log: Log, signal: AbortSignal): Promise<void> {
  const meter = new JobMeter(0, signal, () => {})
  try {
    const evidence = new Set(await outdatedEvidence(store.ledger, reading.version.rulesetHash))
    const failed = await rerunEvidence(store, evidence, { ...reading, run: meter.counting(reading.run) })
    for (const each of failed) log('warn', 'evidence not read anew', { evidence: each.evidence, reason: each.reason })
    await foldCases(store, makeCases, reading)
  } catch (cause) {
    await meter.idle()
    // Nobody else loads: what is open now was left so by what was thrown.
    await abandonLoads(store.ledger, []).catch(() => {})
    if (!signal.aborted) log('error', 'evidence not read anew', { cause: messageOf(cause) })
  }
}
