import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Page } from './page.ts'
import { nextCursor, PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

/** What could not be read, and where. */
export interface ReadingError {
  /** Of a byte in the decompressed evidence. */
  readonly offset: number
  readonly reason: string
}

export interface EvidenceSummary {
  readonly sha256: string
  readonly paths: readonly string[]
  /** Decompressed. */
  readonly bytes: number
  readonly format: string | null
  readonly dataset: string | null
  readonly events: number
  /** The first; `errorCount` is of all. */
  readonly errors: readonly ReadingError[]
  readonly errorCount: number
}

export interface CustodyEntry {
  readonly number: number
  readonly time: string
  readonly action: string
  readonly actor: string
  readonly paths: readonly string[]
}

export interface EvidenceDetail extends EvidenceSummary {
  readonly encoding: string | null
  readonly custody: readonly CustodyEntry[]
}

/** @param q in a path, or what a hash begins with; empty: all */
export function evidenceListQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['evidence', 'list', q],
    queryFn: ({ pageParam, signal }) => request<Page<EvidenceSummary>>(withParameters('/evidence', { limit: PAGE_SIZE, cursor: pageParam, q }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

export function evidenceQuery(sha256: string) {
  return queryOptions({ queryKey: ['evidence', 'one', sha256], queryFn: ({ signal }) => request<EvidenceDetail>(`/evidence/${sha256}`, { signal }) })
}
