import { queryOptions } from '@tanstack/react-query'
import type { FindingSummary } from './cases.ts'
import type { Explanation } from './nouns.ts'
import { request, requestBytes } from './request.ts'

/** What anyone may have written: JSON, with integers that a number cannot hold as texts. */
export type FieldValue = string | number | boolean | null | readonly FieldValue[] | { readonly [name: string]: FieldValue }

export interface EventDetail {
  readonly id: string
  readonly time: string | null
  readonly dataset: string
  readonly evidence: string
  readonly paths: readonly string[]
  readonly record: number
  /** Of its first byte in the decompressed evidence. */
  readonly offset: number
  readonly fields: Readonly<Record<string, FieldValue>>
  /** What was taken for granted about it, and whether it had been deleted. */
  readonly flags: Readonly<Record<'zoneAssumed' | 'yearAssumed' | 'recovered', boolean>>
}

export interface EventReference {
  readonly id: string
  readonly time: string | null
  readonly path: string
  readonly record: number
}

export interface FindingDetail extends FindingSummary {
  readonly case: string
  readonly tactics: readonly string[]
  readonly reason: Explanation
  /** The first by time; `count` is of all. */
  readonly events: readonly EventReference[]
}

export function eventQuery(id: string) {
  return queryOptions({ queryKey: ['events', id], queryFn: ({ signal }) => request<EventDetail>(`/events/${id}`, { signal }), staleTime: Infinity })
}

/** The exact bytes of the record. Each reading is audited, so they are asked for only when they are looked at, and once. */
export function rawEventQuery(id: string) {
  return queryOptions({ queryKey: ['events', id, 'raw'], queryFn: ({ signal }) => requestBytes(`/events/${id}/raw`, { signal }), staleTime: Infinity })
}

export function findingQuery(id: string) {
  return queryOptions({ queryKey: ['findings', id], queryFn: ({ signal }) => request<FindingDetail>(`/findings/${id}`, { signal }) })
}
