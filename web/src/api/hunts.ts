import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { FieldValue } from './events.ts'
import { PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

export interface HuntEvent {
  readonly id: string
  readonly path: string
  readonly record: number
  readonly time: string | null
  readonly dataset: string
  readonly fields: Readonly<Record<string, FieldValue>>
}

export interface Histogram {
  readonly spanSeconds: number
  /** Spans without events are absent. */
  readonly buckets: readonly { readonly time: string; readonly count: number }[]
  readonly withoutTime: number
  readonly total: number
}

/** What a query without a pipe finds, the newest first. */
export interface FoundEvents {
  readonly events: readonly HuntEvent[]
  readonly next: string | null
  /** On the first page. */
  readonly histogram: Histogram | null
}

/** What a pipe counts; the count is the last column. */
export interface CountedRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Events in groups that are not shown. */
  readonly other: number
  readonly total: number
}

export interface HuntRequest {
  readonly query: string
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A hunt in pages; what was found stays as it is until it is asked for again. The server stops it when nobody waits any more. */
export function huntQuery(asked: HuntRequest) {
  return infiniteQueryOptions({
    queryKey: ['hunts', 'run', asked],
    queryFn: ({ pageParam, signal }) => request<FoundEvents | CountedRows>('/hunts', {
      method: 'POST', json: { ...asked, limit: PAGE_SIZE, ...(pageParam === '' ? {} : { cursor: pageParam, want: 'events' }) }, signal,
    }),
    initialPageParam: '',
    getNextPageParam: page => ('events' in page ? page.next ?? undefined : undefined),
    enabled: asked.query !== '',
    staleTime: Infinity,
  })
}

/** Names of fields that begin so, the most frequent first. */
export function fieldNamesQuery(prefix: string) {
  return queryOptions({
    queryKey: ['hunts', 'fields', prefix],
    queryFn: ({ signal }) => request<{ readonly fields: readonly string[] }>(withParameters('/hunts/fields', { prefix }), { signal }),
    staleTime: 60_000,
  })
}
