import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

/** As `noroshi status --json` prints it, and the jobs that run (docs/schemas/status.schema.json). */
export interface Status {
  readonly settled: boolean
  readonly position: number
  readonly digests: Readonly<Record<'events' | 'matches', { readonly count: number; readonly sum: string }>>
  readonly evidence: { readonly count: number; readonly bytes: number }
  /** Events of each. */
  readonly datasets: Readonly<Record<string, number>>
  readonly chunks: { readonly waiting: number; readonly done: number; readonly quarantined: number }
  readonly fold: { readonly generation: number; readonly position: number }
  readonly cases: number
  /** That wait or run. */
  readonly jobs: number
}

export const statusQuery = queryOptions({ queryKey: ['status'], queryFn: ({ signal }) => request<Status>('/status', { signal }) })
