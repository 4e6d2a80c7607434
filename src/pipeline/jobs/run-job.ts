import { quarantineChunk, abandonLoads } from '../../store/ledger/load.ts'
import { waitingChunks } from '../../store/ledger/run.ts'
import type { Job, JobOutcome } from '../../store/jobs/job.ts'
import type { ReadingOptions } from '../ingest/ingest-evidence.ts'
import { ingestEvidence } from '../ingest/ingest-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import type { JobMeter } from './job-meter.ts'

/** Reads the files of a job into the store; nothing else writes evidence meanwhile. @throws JobStopped, NoroshiError */
export async function runJob(store: IngestStore, reading: ReadingOptions, { files, person }: Job, meter: JobMeter): Promise<JobOutcome> {
  try {
    const { evidence, unreadable } = await ingestEvidence({ ...store, actor: person }, {
      ...reading,
      run: meter.counting(reading.run),
      onProgress: () => {},
      paths: files.map(({ path }) => path),
      shownAs: new Map(files.map(({ path, name }) => [path, name])),
      date: undefined,
      recover: false,
    })
    const { bytesRead, events } = meter.progress
    return { evidence: [...evidence], unreadable: [...unreadable], bytesRead, events, failure: null }
  } catch (thrown) {
    await meter.idle()
    // Nobody else loads: what is open now was left so by what was thrown.
    await abandonLoads(store.ledger, [])
    throw thrown
  }
}

/** Takes what waits to be read out of the ledger: each piece is told as an error of its evidence, and `noroshi rerun` reads it. */
export async function dropWaiting({ ledger }: IngestStore, reason: string): Promise<void> {
  for (const { run, chunk } of await waitingChunks(ledger, Number.MAX_SAFE_INTEGER)) await quarantineChunk(ledger, run, chunk.number, reason)
}
