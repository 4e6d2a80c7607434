import { z } from '@hono/zod-openapi'
import { formatTime } from '../../../model/time.ts'
import type { LiveJob } from '../../../pipeline/jobs/job-queue.ts'
import { JOB_KINDS, JOB_STATES } from '../../../store/jobs/job.ts'
import type { StoredEvidence } from '../../../store/ledger/stored-evidence.ts'
import { ERRORS_LISTED, JOB_EVIDENCE_LISTED } from '../defaults.ts'
import { evidenceSchema, evidenceView } from '../evidence/evidence-view.ts'
import { count, time } from '../shapes.ts'

const progress = z.object({
  bytesRead: count,
  bytesTotal: count.describe('as far as known: it grows while archives are opened. Every byte is read twice: to know it, and to decode it'),
  events: count,
})

const summary = {
  id: z.uuid(),
  kind: z.enum(JOB_KINDS),
  state: z.enum(JOB_STATES),
  names: z.array(z.string()).describe('what was handed in'),
  person: z.string(),
  progress,
  failure: z.string().nullable().describe('why it failed'),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
}

/** A job in a list, and as the stream tells it. */
export const jobSummarySchema = z.object(summary).openapi('JobSummary')

/** A job with what came of it. */
export const jobSchema = z.object({
  ...summary,
  evidence: z.array(evidenceSchema).describe(`the first ${JOB_EVIDENCE_LISTED}`),
  evidenceCount: count,
  errors: z.array(z.object({ path: z.string(), offset: z.number(), reason: z.string() })).describe(`what could not be taken in at all; the first ${ERRORS_LISTED}`),
  errorCount: count,
}).openapi('Job')

export type JobSummary = z.infer<typeof jobSummarySchema>

export function jobSummary({ id, kind, state, files, person, progress: far, outcome, createdAt, startedAt, finishedAt }: LiveJob): JobSummary {
  return {
    id,
    kind,
    state,
    names: files.map(({ name }) => name),
    person,
    progress: far,
    failure: outcome.failure,
    createdAt: timeOf(createdAt),
    startedAt: startedAt === null ? null : timeOf(startedAt),
    finishedAt: finishedAt === null ? null : timeOf(finishedAt),
  }
}

/** @param stored of its evidence */
export function jobView(job: LiveJob, stored: readonly StoredEvidence[]): z.infer<typeof jobSchema> {
  const { evidence, unreadable } = job.outcome
  return {
    ...jobSummary(job),
    evidence: stored.map(evidenceView),
    evidenceCount: evidence.length,
    errors: unreadable.slice(0, ERRORS_LISTED),
    errorCount: unreadable.length,
  }
}

function timeOf(date: Date): string {
  return formatTime(date.getTime() * 1_000)
}
