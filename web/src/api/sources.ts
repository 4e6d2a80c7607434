import { queryOptions } from '@tanstack/react-query'
import { request, withParameters } from './request.ts'

export interface TroubleSample {
  readonly time: string
  readonly reason: string
}

export type SourceState = 'taking' | 'silent' | 'paused' | 'failed' | 'stopped'

/** How one source is. */
export interface Source {
  readonly name: string
  readonly kind: string
  readonly origin: 'file' | 'console' | 'sensor'
  readonly places: readonly string[]
  readonly state: SourceState
  readonly reason: string | null
  readonly records: number
  readonly bytes: number
  readonly rate: number
  readonly lastRecord: string | null
  readonly lagSeconds: number
  readonly waiting: { readonly segments: number; readonly bytes: number }
  readonly events: number
  readonly decodeErrors: number
  readonly decodeSamples: readonly TroubleSample[]
  readonly dropped: number
  readonly malformed: number
  readonly malformedSamples: readonly TroubleSample[]
  readonly connections: number
  readonly clock: Clock & { readonly hosts: readonly (Clock & { readonly host: string })[] }
}

/** Of who sends, as the times of the records tell it. */
export interface Clock {
  readonly state: 'unknown' | 'right' | 'ahead' | 'behind' | 'zone' | 'late'
  readonly aheadSeconds: number | null
  readonly delaySeconds: number | null
  /** What the zone of the source should be; null where that would not help. */
  readonly zone: string | null
}

/** What a source of a kind may be told; the server says it, so that a new kind needs nothing here. */
export interface SourceField {
  readonly name: string
  readonly form: 'text' | 'texts' | 'choice' | 'number' | 'flag' | 'map' | 'reference' | 'json'
  readonly choices: readonly string[]
  readonly required: boolean
  readonly secret: boolean
  readonly description: string
  readonly unit: string
  readonly byDefault: string
}

export interface SourceKind {
  readonly kind: string
  readonly fields: readonly SourceField[]
}

/** As under `sources:` of noroshi.yaml. */
export type SourceEntry = Readonly<Record<string, unknown>>

/** An entry, and the secret fields that it leaves out and that stay as they are. */
export interface AskedSource {
  readonly entry: SourceEntry
  readonly keep: readonly string[]
}

export interface SourceSettings {
  readonly entry: SourceEntry
  readonly secrets: readonly string[]
  readonly person: string
  readonly changedAt: string
}

export interface SourceTrial {
  readonly places: readonly string[]
  readonly failure: string | null
  readonly troubles: readonly string[]
}

/** What a file would yield as a source. */
export interface TriedSource {
  readonly path: string
  readonly encoding: string | null
  readonly decoder: string | null
  readonly events: number
  readonly cut: boolean
  readonly datasets: readonly { readonly dataset: string; readonly source: string; readonly events: number }[]
  readonly times: { readonly first: string | null; readonly last: string | null; readonly without: number; readonly zoneAssumed: number; readonly yearAssumed: number }
  readonly records: readonly TriedRecord[]
  readonly errors: { readonly total: number; readonly samples: readonly { readonly offset: number; readonly reason: string; readonly sample: string }[] }
  readonly advice: { readonly kind: 'fits' | 'unknown' | 'generic' | 'programs'; readonly mapping: string; readonly programs: readonly string[] }
}

export interface TriedRecord {
  readonly record: number
  readonly dataset: string
  readonly time: string | null
  readonly fields: Readonly<Record<string, unknown>>
}

/** Milliseconds between two looks at rates and lags: they move all the time, and no news tell of them. */
const LOOK_MS = 5_000

export const sourcesQuery = queryOptions({ queryKey: ['sources', 'list'], queryFn: ({ signal }) => request<{ readonly items: readonly Source[]; readonly mayAdd: boolean }>('/sources', { signal }), refetchInterval: LOOK_MS })

export const sourceKindsQuery = queryOptions({ queryKey: ['sources', 'kinds'], queryFn: ({ signal }) => request<{ readonly items: readonly SourceKind[] }>('/source-kinds', { signal }), staleTime: Infinity })

export function sourceQuery(name: string) {
  return queryOptions({ queryKey: ['sources', 'one', name], queryFn: ({ signal }) => request<Source>(`/sources/${encodeURIComponent(name)}`, { signal }), refetchInterval: LOOK_MS })
}

export function sourceSettingsQuery(name: string) {
  return queryOptions({ queryKey: ['sources', 'settings', name], queryFn: ({ signal }) => request<SourceSettings>(`/sources/${encodeURIComponent(name)}/settings`, { signal }) })
}

/** Tries whether it could receive; nothing is taken. */
export function trySource(asked: AskedSource): Promise<SourceTrial> {
  return request('/source-trials', { method: 'POST', json: asked })
}

export function addSource(asked: AskedSource): Promise<Source> {
  return request('/sources', { method: 'POST', json: asked })
}

export function changeSource(name: string, asked: AskedSource): Promise<Source> {
  return request(`/sources/${encodeURIComponent(name)}`, { method: 'PATCH', json: asked })
}

export function removeSource(name: string): Promise<unknown> {
  return request(`/sources/${encodeURIComponent(name)}`, { method: 'DELETE' })
}

/** What lines would yield; nothing is kept. */
export function trySample(name: string, bytes: Blob): Promise<{ readonly items: readonly TriedSource[] }> {
  return request(withParameters('/source-samples', { name }), { method: 'POST', bytes })
}
