import type { ReadingOptions } from '../../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../../pipeline/ingest/ingest-store.ts'
import type { LiveJob } from '../../pipeline/jobs/job-queue.ts'
import { JobQueue } from '../../pipeline/jobs/job-queue.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { JobState } from '../../store/jobs/job.ts'
import type { NewJob } from '../../store/jobs/jobs.ts'
import type { UploadState } from '../../store/uploads/upload-record.ts'
import type { Upload } from '../../store/uploads/upload-store.ts'
import { UploadStore } from '../../store/uploads/upload-store.ts'
import { makeCases } from '../../triage/index.ts'
import { foldCases } from '../../pipeline/ingest/fold-cases.ts'
import { RecentAnswers } from './cases/recent-answers.ts'
import { HuntRegister } from './hunts/hunt-register.ts'
import { RetroHunts } from './rules/retro-hunts.ts'
import { jobSummary } from './jobs/job-view.ts'
import { ChangeWatch } from './stream/change-watch.ts'
import { StreamHub } from './stream/stream-hub.ts'

/** What lives as long as the server does, and what requests meet in. */
export interface Resources {
  readonly uploads: UploadStore
  readonly jobs: JobQueue
  readonly stream: StreamHub
  /** Told when something was changed that others see. */
  readonly changes: ChangeWatch
  readonly hunts: HuntRegister
  /** Rules that are run over what is stored. */
  readonly retroHunts: RetroHunts
  /** About cases, given again while nothing changes. */
  readonly answers: RecentAnswers
  /** Before the store: stops hunts, listeners and jobs; what was at work goes on with the next start. */
  close(): Promise<void>
}

export interface ResourceParts {
  readonly store: IngestStore
  readonly reading: ReadingOptions
  readonly log: Log
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

/** Opens what requests meet in and goes on with what an earlier start left. @throws NoroshiError `data-unusable`, `disk-full` */
export async function openResources({ store, reading, log, inTurn }: ResourceParts): Promise<Resources> {
  const uploads = await UploadStore.open(store.folder.uploads)
  const stream = new StreamHub()
  const hunts = new HuntRegister()
  const retroHunts = new RetroHunts(Date.now)
  const trouble = (happening: string) => (thrown: unknown) => log('error', happening, { reason: messageOf(thrown) })
  const changes = new ChangeWatch(store.ledger.pool, stream, trouble('changes.unseen'))
  await changes.start()
  let following = Promise.resolve()
  const jobs = new JobQueue({
    store,
    reading,
    inTurn,
    fold: async (of: IngestStore) => {
      await foldCases(of, makeCases, reading)
    },
    onChange(job) {
      stream.publish(job.organisation, 'job', jobSummary(job))
      following = following.then(() => followJob(uploads, job)).catch(trouble('upload.mark-failed'))
    },
    onFolded(organisation) {
      void changes.look()
      stream.publish(organisation, 'status', { running: jobs.running(organisation) })
    },
    onTrouble: trouble('job.trouble'),
  })
  await jobs.start()
  for (const upload of uploads.list()) {
    if (upload.state !== 'received' && upload.state !== 'ingesting') continue
    await followJob(uploads, await jobs.find(upload.organisation, upload.id) ?? await jobs.submit(upload.organisation, uploadJob(uploads, upload)))
  }
  await uploads.expire()
  const expiry = setInterval(() => uploads.expire().catch(trouble('upload.expiry-failed')), UPLOAD_EXPIRY_MS).unref()
  return {
    uploads,
    jobs,
    stream,
    changes,
    hunts,
    retroHunts,
    answers: new RecentAnswers(Date.now),
    async close() {
      clearInterval(expiry)
      hunts.close()
      await retroHunts.close()
      stream.close()
      await jobs.close()
      await following
      await changes.close()
    },
  }
}

/** The job of an upload bears its id: asked for twice, also across a crash, it is one. */
export function uploadJob(uploads: UploadStore, { id, name, bytes, person }: Upload): NewJob {
  return { id, kind: 'ingest', person, files: [{ path: uploads.pathOf(id), name, bytes }] }
}

/** An upload is as far as its job. */
async function followJob(uploads: UploadStore, { id, state }: LiveJob): Promise<void> {
  const wanted = UPLOAD_STATE[state]
  const upload = uploads.find(id)
  if (upload !== undefined && upload.state !== wanted) await uploads.mark(id, wanted)
}

const UPLOAD_STATE: Readonly<Record<JobState, UploadState>> = {
  waiting: 'ingesting', running: 'ingesting', folding: 'ingesting', done: 'done', failed: 'failed', cancelled: 'failed',
}

/** Milliseconds between looks for abandoned uploads. */
const UPLOAD_EXPIRY_MS = 3_600_000
