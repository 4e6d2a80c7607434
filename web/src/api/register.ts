import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { InBoth } from './nouns.ts'
import type { Page } from './page.ts'
import { nextCursor, PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

export const ENTRY_KINDS = ['device', 'prefix', 'organisation', 'site', 'domain', 'contact'] as const

export type EntryKind = (typeof ENTRY_KINDS)[number]

export type EntryBody = Readonly<Record<string, unknown>>

export interface RegisterEntry {
  readonly kind: EntryKind
  readonly key: string
  readonly body: EntryBody
  readonly import: number
  readonly changedAt: string
}

export interface ShownEntry extends RegisterEntry {
  readonly history: readonly { readonly number: number; readonly person: string; readonly at: string; readonly before: EntryBody | null; readonly after: EntryBody | null }[]
}

export interface ImportCounts {
  readonly created: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly refused: number
}

export interface ImportReport {
  readonly number: number | null
  readonly counts: ImportCounts
  readonly lines: readonly ImportLine[]
}

export interface ImportLine {
  readonly file: string
  readonly line: number | null
  readonly result: 'created' | 'changed' | 'same' | 'refused'
  readonly kind: EntryKind | null
  readonly key: string | null
  readonly fields: readonly string[]
  readonly reason: string | null
}

export interface RegisterImport {
  readonly number: number
  readonly person: string
  readonly at: string
  readonly source: string
  readonly counts: ImportCounts
  readonly undoneAt: string | null
}

/** A machine that logs tell of. */
export interface Machine {
  readonly mac: string
  readonly madeUp: boolean
  readonly first: string
  readonly last: string
  readonly address: string
  readonly host: string
  readonly user: string
  readonly place: string
  readonly event: string
  readonly device: string | null
}

export type Confidence = 'high' | 'medium' | 'low'

export interface Sentence extends InBoth {
  readonly fact: string
}

type Named = { readonly key: string; readonly name: string } | null

export interface Hop {
  readonly step: string
  readonly says: Sentence
  readonly from: string | null
  readonly until: string | null
  readonly confidence: Confidence
  readonly why: Sentence
  readonly against: readonly Sentence[]
  readonly event: { readonly id: string; readonly time: string; readonly dataset: string; readonly line: string | null } | null
  readonly entry: { readonly kind: EntryKind; readonly key: string } | null
}

/** Whose an address was. */
export interface WhoAnswer {
  readonly asked: { readonly address: string; readonly port: number | null; readonly at: string }
  readonly address: string
  readonly mac: string | null
  readonly host: string | null
  readonly user: string | null
  readonly place: string | null
  readonly device: Named
  readonly site: Named
  readonly prefix: Named
  readonly organisation: Named
  readonly owner: Named
  readonly criticality: string | null
  readonly confidence: Confidence | null
  readonly hops: readonly Hop[]
  readonly notes: readonly Sentence[]
  readonly since: readonly Holder[]
}

export interface Holder {
  readonly kind: string
  readonly from: string
  readonly until: string | null
  readonly mac: string
  readonly host: string
  readonly user: string
  readonly address: string
  readonly event: string
}

/** In short, whose an address of a case was when it began. */
export interface Whose {
  readonly address: string
  readonly at: string
  readonly user: string | null
  readonly mac: string | null
  readonly host: string | null
  readonly place: string | null
  readonly device: Named
  readonly organisation: Named
  readonly owner: Named
  readonly confidence: Confidence | null
}

export interface EntryFilters {
  readonly kind?: EntryKind | undefined
  readonly text?: string | undefined
}

export function entriesQuery({ kind, text }: EntryFilters) {
  return infiniteQueryOptions({
    queryKey: ['register', 'entries', kind, text],
    queryFn: ({ pageParam, signal }) => request<Page<RegisterEntry>>(withParameters('/register-entries', { limit: PAGE_SIZE, cursor: pageParam, kind, text }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

export function entryQuery(kind: string, key: string) {
  return queryOptions({ queryKey: ['register', 'entry', kind, key], queryFn: ({ signal }) => request<ShownEntry>(entryPath(kind, key), { signal }) })
}

export const machinesQuery = infiniteQueryOptions({
  queryKey: ['register', 'machines'],
  queryFn: ({ pageParam, signal }) => request<Page<Machine>>(withParameters('/register-machines', { limit: PAGE_SIZE, cursor: pageParam }), { signal }),
  initialPageParam: '',
  getNextPageParam: nextCursor,
})

/** Imports that are fetched at once. */
const IMPORTS_PAGE = 25

export const importsQuery = infiniteQueryOptions({
  queryKey: ['register', 'imports'],
  queryFn: ({ pageParam, signal }) => request<Page<RegisterImport>>(withParameters('/register-imports', { limit: IMPORTS_PAGE, cursor: pageParam }), { signal }),
  initialPageParam: '',
  getNextPageParam: nextCursor,
})

/** @param at ISO 8601; undefined: now */
export function whoQuery(address: string, at: string | undefined) {
  return queryOptions({
    queryKey: ['register', 'who', address, at],
    queryFn: ({ signal }) => request<WhoAnswer>(withParameters(`/who/${encodeURIComponent(address)}`, { at }), { signal }),
  })
}

export function whoseQuery(caseId: string) {
  return queryOptions({ queryKey: ['register', 'whose', caseId], queryFn: ({ signal }) => request<{ readonly items: readonly Whose[] }>(`/cases/${caseId}/whose`, { signal }) })
}

export function putEntry(kind: EntryKind, body: EntryBody): Promise<RegisterEntry> {
  return request('/register-entries', { method: 'POST', json: { kind, body } })
}

export function forgetEntry(kind: string, key: string): Promise<unknown> {
  return request(entryPath(kind, key), { method: 'DELETE' })
}

/** @param dryRun only tells what would be done */
export function importFile(name: string, bytes: Blob, { kind, dryRun }: { readonly kind: EntryKind | undefined; readonly dryRun: boolean }): Promise<ImportReport> {
  return request(withParameters('/register-imports', { name, kind, dryRun: String(dryRun) }), { method: 'POST', bytes })
}

export function undoImport(number: number): Promise<{ readonly restored: number; readonly kept: readonly unknown[] }> {
  return request(`/register-imports/${number}/undo`, { method: 'POST' })
}

function entryPath(kind: string, key: string): string {
  return `/register-entries/${encodeURIComponent(`${kind}:${key}`)}`
}
