import { sep } from 'node:path'
import { abandonLoads, loadingWorkers, quarantineChunk } from '../../store/ledger/load.ts'
import { eventsOf } from '../../store/ledger/stored-evidence.ts'
import { waitingChunks } from '../../store/ledger/run.ts'
import type { Job, JobOutcome } from '../../store/jobs/job.ts'
import type { ReadingOptions } from '../ingest/ingest-evidence.ts'
import { ingestEvidence } from '../ingest/ingest-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import type { Unreadable } from '../ingest/receive-evidence.ts'
import type { JobMeter } from './job-meter.ts'

/** What came in with one job's files so far. */
export interface Taken {
  readonly evidence: Set<string>
  readonly unreadable: Unreadable[]
}

/**
 * Reads the files of jobs of one person into the store, all together, so that many small ones keep all workers busy; nothing else writes
 * evidence meanwhile.
 *
 * @param taken filled in as evidence comes in, one for each job
 * @returns what came of each job
 * @throws JobStopped, NoroshiError
 */
export async function runJobs(
  store: IngestStore, reading: ReadingOptions, jobs: readonly Job[], meter: JobMeter, taken: readonly Taken[],
): Promise<readonly JobOutcome[]> {
  const files = jobs.flatMap((job, place) => job.files.map(file => ({ ...file, place })))
  const places = new Map(files.map(({ path, place }) => [path, place]))
  try {
    const received = await ingestEvidence({ ...store, actor: jobs[0]?.person ?? store.actor }, {
      ...reading,
      run: meter.counting(reading.run),
      onProgress: () => {},
      onTaken(path, what) {
        const of = taken[placeOf(places, path)]
        if (typeof what === 'string') of?.evidence.add(what)
        else of?.unreadable.push(what)
      },
      paths: files.map(({ path }) => path),
      shownAs: new Map(files.map(({ path, name }) => [path, name])),
      date: undefined,
      recover: false,
    })
    // What an earlier start left belongs to nobody's files: a job without any is about that.
    return await Promise.all(jobs.map(async (job, place) => {
      const evidence = [...job.files.length === 0 ? received.evidence : taken[place]!.evidence]
      const bytesRead = Math.round(meter.progress.bytesRead * shareOf(job, jobs))
      return { evidence, unreadable: [...taken[place]!.unreadable], bytesRead, events: await eventsOf(store.ledger, evidence), failure: null }
    }))
  } catch (thrown) {
    await meter.idle()
    // Nobody else loads in this process: what it has open now was left so by what was thrown. Other hosts go on with theirs.
    const others = (await loadingWorkers(store.ledger)).filter(worker => worker !== store.worker)
    await abandonLoads(store.ledger, others)
    throw thrown
  }
}

/** A job's part of what those read together with it are, by the size of what was handed in. */
export function shareOf(job: Job, jobs: readonly Job[]): number {
  const all = jobs.reduce((sum, each) => sum + bytesOf(each), 0)
  return all === 0 ? 1 / jobs.length : bytesOf(job) / all
}

/** Of the files as they were handed in. */
export function bytesOf({ files }: Job): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

/**
 * Takes what waits to be read out of the ledger: each piece is told as an error of its evidence, and `noroshi rerun` reads it.
 *
 * @param kept evidence of which nothing is taken out
 */
export async function dropWaiting({ ledger }: IngestStore, reason: string, kept: ReadonlySet<string>): Promise<void> {
  for (const { evidence, run, chunk } of await waitingChunks(ledger, Number.MAX_SAFE_INTEGER)) {
    if (!kept.has(evidence)) await quarantineChunk(ledger, run, chunk.number, reason)
  }
}

/** Of a file, or of what lies in a folder that was named. */
function placeOf(places: ReadonlyMap<string, number>, path: string): number {
  const exact = places.get(path)
  if (exact !== undefined) return exact
  for (const [given, place] of places) if (path.startsWith(given + sep)) return place
  return -1
}
