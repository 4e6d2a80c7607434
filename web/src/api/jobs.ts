import { queryOptions } from '@tanstack/react-query'
import type { EvidenceSummary, ReadingError } from './evidence.ts'
import type { Page } from './page.ts'
import { request, withParameters } from './request.ts'

/** Work of the server in the background, as a list has it. */
export interface JobSummary {
  readonly id: string
  readonly kind: string
  readonly state: 'waiting' | 'running' | 'folding' | 'done' | 'failed' | 'cancelled'
  /** What was handed in. */
  readonly names: readonly string[]
  readonly progress: { readonly bytesRead: number; readonly bytesTotal: number; readonly events: number }
  /** Why it failed, in English. */
  readonly failure: string | null
}

/** With what came of it. */
export interface Job extends JobSummary {
  readonly evidence: readonly EvidenceSummary[]
  readonly errors: readonly (ReadingError & { readonly path: string })[]
}

/** The newest that are looked through for those at work: more than are read together. */
const LOOKED_AT = 200

/** The newest jobs. */
export function newestJobs(signal?: AbortSignal): Promise<Page<JobSummary>> {
  return request(withParameters('/jobs', { limit: LOOKED_AT }), signal === undefined ? {} : { signal })
}

export const jobsQuery = queryOptions({ queryKey: ['jobs'], queryFn: ({ signal }) => newestJobs(signal) })

export function readJob(id: string): Promise<Job> {
  return request(`/jobs/${id}`)
}

export function hasEnded({ state }: JobSummary): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** From 0 to 1. */
export function jobShare({ progress: { bytesRead, bytesTotal } }: JobSummary): number {
  return bytesTotal === 0 ? 0 : bytesRead / bytesTotal
}
