import { z } from '@hono/zod-openapi'
import { listJobs } from '../../../store/jobs/jobs.ts'
import { storedEvidencePage } from '../../../store/ledger/stored-evidence.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { JOB_EVIDENCE_LISTED } from '../defaults.ts'
import { HAND_IN, LOOK } from '../rights.ts'
import { uuidParams } from '../shapes.ts'
import { jobSchema, jobSummary, jobSummarySchema, jobView } from './job-view.ts'

const listRoute = route({
  method: 'get', path: '/jobs', summary: 'Work in the background, the newest first', access: LOOK,
  query: z.object(pageQuery), answer: pageOf(jobSummarySchema),
}, async ({ query: { limit, cursor } }, { store, services: { resources: { jobs } } }) => {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int()]))[0]
  const rows = await listJobs(store.ledger, limit + 1, before)
  return takePage(rows, limit, { key: row => [row.number], item: row => jobSummary(jobs.live(row)) })
})

const detailRoute = route({
  method: 'get', path: '/jobs/{id}', summary: 'One job: how far it is, and what came of it', access: LOOK, params: uuidParams, answer: jobSchema,
}, async ({ params: { id } }, { store, services: { resources: { jobs } } }) => {
  const job = await jobs.find(store.ledger.organisation, id)
  if (job === undefined) throw new ApiError('not-found')
  return jobView(job, await storedEvidencePage(store.ledger, { hashes: job.outcome.evidence.slice(0, JOB_EVIDENCE_LISTED), before: null, limit: JOB_EVIDENCE_LISTED }))
})

const cancelRoute = route({
  method: 'delete', path: '/jobs/{id}', summary: 'Stops a job; what it has read stays', access: HAND_IN, params: uuidParams, answer: jobSummarySchema, status: 202,
}, async ({ params: { id } }, { store, person, audit, services: { resources: { jobs } } }) => {
  const job = await jobs.find(store.ledger.organisation, id)
  if (job === undefined) throw new ApiError('not-found')
  await audit('job.cancel', id)
  if (!await jobs.cancel(store.ledger.organisation, id, person.name)) throw new ApiError('conflict')
  return jobSummary(await jobs.find(store.ledger.organisation, id) ?? job)
})

export const jobRoutes: readonly ServerRoute[] = [listRoute, detailRoute, cancelRoute]
