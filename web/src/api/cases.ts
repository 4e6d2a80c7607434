import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Entity, Explanation, Fact, InBoth, Severity } from './nouns.ts'
import type { Page } from './page.ts'
import { nextCursor, PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

export interface CaseFilters {
  readonly status?: string | undefined
  readonly severity?: string | undefined
  readonly minPriority?: number | undefined
  readonly owner?: string | undefined
  readonly q?: string | undefined
}

export interface CaseSummary {
  readonly id: string
  readonly title: InBoth
  readonly priority: number
  readonly severity: Severity
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly tactics: readonly string[]
  /** The first five. */
  readonly entities: readonly Entity[]
  readonly findings: number
  readonly status: string
  readonly owner: string | null
  readonly verdict: string | null
}

export interface FindingSummary {
  readonly id: string
  readonly time: string | null
  readonly lastTime: string | null
  readonly rule: { readonly id: string; readonly title: string; readonly titleJa?: string }
  readonly subject: Entity
  readonly severity: Severity
  readonly techniques: readonly string[]
  /** Of all its events. */
  readonly count: number
  /** Its first. */
  readonly event: string | null
}

export interface CaseDetail extends Omit<CaseSummary, 'findings'> {
  /** Each `numbers.points`; they add up to the priority. */
  readonly score: readonly (Fact & { readonly text: InBoth })[]
  readonly explanation: Explanation
  /** Without people's verdicts. */
  readonly derivedPriority: number
  readonly findingCount: number
  /** The first by time. */
  readonly findingRows: readonly FindingSummary[]
}

export interface TimelineEntry {
  readonly id: string
  readonly time: string | null
  readonly finding: string
  readonly title: string
  readonly titleJa?: string
  readonly path: string
  readonly record: number
  readonly subject: Entity
}

/** Filtered, by falling priority. */
export function casesQuery(filters: CaseFilters) {
  return infiniteQueryOptions({
    queryKey: ['cases', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<CaseSummary>>(withParameters('/cases', { ...filters, limit: PAGE_SIZE, cursor: pageParam }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

export function caseQuery(id: string) {
  return queryOptions({ queryKey: ['cases', 'one', id], queryFn: ({ signal }) => request<CaseDetail>(`/cases/${id}`, { signal }) })
}

export function timelineQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['cases', 'timeline', id],
    queryFn: ({ pageParam, signal }) =>
      request<Page<TimelineEntry>>(withParameters(`/cases/${id}/timeline`, { limit: PAGE_SIZE, cursor: pageParam }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}
