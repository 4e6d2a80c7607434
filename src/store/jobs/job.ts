import * as z from 'zod'

/** `folding`: everything is read, its findings are being folded into cases, together with those of other jobs. */
export const JOB_STATES = ['waiting', 'running', 'folding', 'done', 'failed', 'cancelled'] as const

/** `ingest`: files were handed in. `resume`: what an earlier start left is finished. */
export const JOB_KINDS = ['ingest', 'resume'] as const

export type JobState = typeof JOB_STATES[number]

const jobFile = z.object({
  /** Where it lies. */
  path: z.string(),
  /** What it is called by who handed it in; its evidence is shown under this path. */
  name: z.string(),
  bytes: z.number(),
})

const jobOutcome = z.object({
  /** SHA-256 of what was in the files, known or new. */
  evidence: z.array(z.string()),
  /** What could not be taken in at all. */
  unreadable: z.array(z.object({ path: z.string(), offset: z.number(), reason: z.string() })),
  bytesRead: z.number(),
  events: z.number(),
  /** Why it failed, one English sentence; null when it did not. */
  failure: z.string().nullable(),
})

export const jobRow = z.object({
  id: z.string(),
  number: z.number(),
  organisation: z.string(),
  kind: z.enum(JOB_KINDS),
  state: z.enum(JOB_STATES),
  person: z.string(),
  files: z.array(jobFile),
  outcome: jobOutcome,
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
})

/** Work in the background, as it is kept. */
export type Job = Readonly<z.infer<typeof jobRow>>
export type JobOutcome = Readonly<z.infer<typeof jobOutcome>>

export const NO_OUTCOME: JobOutcome = { evidence: [], unreadable: [], bytesRead: 0, events: 0, failure: null }
