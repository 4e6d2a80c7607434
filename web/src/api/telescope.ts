import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Page } from './page.ts'
import { request, withParameters } from './request.ts'

interface Sentences {
  readonly en: string
  readonly ja: string
  readonly terms: Readonly<Record<string, string>>
}

export interface TelescopeWarning {
  readonly id: string
  readonly organisation: string
  readonly address: string
  readonly kind: 'internal' | 'external' | 'backscatter'
  readonly state: 'open' | 'closed'
  readonly firstSeen: string
  readonly lastSeen: string
  readonly closesAt: string
  readonly returns: number
  readonly packets: number
  readonly ports: readonly number[]
  readonly fingerprints: readonly string[]
  readonly families: readonly string[]
  readonly spoofLikelihood: number
  readonly spoofReason: Sentences
  readonly heldBack: boolean
  readonly nextStep: Sentences
}

export interface TelescopeEvidence {
  readonly time: string
  readonly source: string
  readonly destination: string
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly tcpFlags: number
  readonly ttl: number
  readonly wireLength: number
  readonly bytes: string
}

interface Sums {
  readonly packets: number
  readonly sources: number
}

/** As `GET /telescope` answers it, as far as the page shows it. */
export interface TelescopeSensor {
  readonly source: string
  readonly state: 'starting' | 'running' | 'waiting' | 'ended'
  readonly problem: string | null
  readonly since: string
  readonly packets: number
  readonly packetsPerSecond: number
  readonly dropped: number
  readonly notStored: number
  readonly notWatched: number
  readonly malformed: number
  readonly sources: number
  readonly lastPacket: string | null
  readonly minutes: readonly (Sums & { readonly at: string; readonly surveyPackets: number })[]
  readonly kinds: readonly (Sums & { readonly kind: string })[]
  readonly ports: readonly (Sums & { readonly port: string })[]
  readonly warningCount: number
  readonly growth: readonly {
    readonly port: number
    readonly at: string
    readonly hosts: number
    readonly expected: number
    readonly doublingMinutes: number | null
    readonly reason: readonly { readonly en: string; readonly ja: string }[]
  }[]
  readonly attacks: readonly { readonly target: string; readonly kind: string; readonly firstSeen: string; readonly lastSeen: string; readonly packets: number; readonly maxPacketsPerMinute: number }[]
  readonly unknownFingerprints: readonly { readonly name: string; readonly rule: string; readonly ruleJa: string; readonly packets: number; readonly firstSeen: string }[]
}

export interface TelescopeState {
  readonly wanted: boolean
  readonly problem: string | null
  readonly sensor: TelescopeSensor | null
}

interface Pair {
  readonly all: number
  readonly withoutSurveys: number
}

export const COUNTED_BY = ['port', 'kind', 'fingerprint', 'country', 'asn'] as const

/** Packets and distinct sources of one value over a span, and step by step. */
export interface CountedValue {
  readonly value: string
  readonly packets: Pair
  readonly sources: Pair
  readonly steps: readonly { readonly at: string; readonly packets: Pair; readonly sources: Pair }[]
}

export interface TelescopeCounts {
  readonly from: string
  readonly to: string
  readonly stepSeconds: number
  readonly values: readonly CountedValue[]
}

interface FiguresRow extends Pair {
  readonly key: string
}

export interface TelescopeDay {
  readonly date: string
  readonly from: string
  readonly to: string
  readonly packets: Pair
  readonly sources: Pair
  readonly surveys: { readonly sources: number; readonly share: number }
  readonly infected: { readonly hosts: Pair; readonly byFamily: readonly FiguresRow[]; readonly byCountry: readonly FiguresRow[]; readonly bySystem: readonly FiguresRow[] }
  readonly victims: { readonly targets: number; readonly byCountry: readonly { readonly key: string; readonly targets: number }[] }
}

export interface TelescopeFigures {
  readonly days: readonly TelescopeDay[]
  readonly campaigns: readonly {
    readonly id: string
    readonly ports: readonly number[]
    readonly days: readonly string[]
    readonly lastSeen: string
    readonly mostSources: number
    readonly packets: number
  }[]
  readonly attributions: readonly { readonly name: string; readonly url: string }[]
}

/** Milliseconds between two looks: with the sensor's own half second, a warning is on the page within one second. */
const LOOK_MS = 500

export const telescopeQuery = queryOptions({
  queryKey: ['telescope'],
  queryFn: ({ signal }) => request<TelescopeState>('/telescope', { signal }),
  refetchInterval: query => (query.state.data?.wanted === false ? false : LOOK_MS),
})

/** What of the warnings is looked at; those that are likely forged stand apart. */
export const WARNING_VIEWS = {
  open: { state: 'open', heldBack: 'false' },
  held: { state: null, heldBack: 'true' },
  closed: { state: 'closed', heldBack: 'false' },
  all: { state: null, heldBack: null },
} as const

/** Warnings of one answer. */
const WARNINGS = 20

export function telescopeWarningsQuery(view: keyof typeof WARNING_VIEWS) {
  return infiniteQueryOptions({
    queryKey: ['telescope-warnings', view],
    queryFn: ({ pageParam, signal }) => request<Page<TelescopeWarning>>(withParameters('/telescope/warnings', { ...WARNING_VIEWS[view], cursor: pageParam, limit: WARNINGS }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.next,
    refetchInterval: LOOK_MS,
  })
}

export function telescopeWarningQuery(id: string) {
  return queryOptions({
    queryKey: ['telescope-warning', id],
    queryFn: ({ signal }) => request<TelescopeWarning & { readonly evidence: readonly TelescopeEvidence[] }>(`/telescope/warnings/${id}`, { signal }),
  })
}

/** As it would be sent to the member. */
export function telescopeMessageQuery(id: string, language: 'en' | 'ja') {
  return queryOptions({
    queryKey: ['telescope-message', id, language],
    queryFn: ({ signal }) => request<{ readonly subject: string; readonly text: string }>(withParameters(`/telescope/warnings/${id}/message`, { language }), { signal }),
  })
}

/** Milliseconds between two looks at what is stored by the minute. */
const MINUTE_MS = 60_000

/** Of the `seconds` before `to`, null for now. */
export function telescopeCountsQuery(by: 'all' | typeof COUNTED_BY[number], seconds: number, to: string | null) {
  return queryOptions({
    queryKey: ['telescope-counts', by, seconds, to],
    queryFn: ({ signal }) => {
      const end = to === null ? Date.now() : Date.parse(to)
      return request<TelescopeCounts>(withParameters('/telescope/counts', { by, from: new Date(end - seconds * 1_000).toISOString(), to: new Date(end).toISOString() }), { signal })
    },
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  })
}

export const telescopeFiguresQuery = queryOptions({
  queryKey: ['telescope-figures'],
  queryFn: ({ signal }) => request<TelescopeFigures>(withParameters('/telescope/figures', { days: 14 }), { signal }),
  refetchInterval: MINUTE_MS,
})

interface Names {
  readonly items: readonly { readonly fingerprint: string; readonly name: string }[]
}

export const telescopeNamesQuery = queryOptions({ queryKey: ['telescope-names'], queryFn: ({ signal }) => request<Names>('/telescope/names', { signal }) })

/** @param name null: its own name again */
export function nameFingerprint(fingerprint: string, name: string | null): Promise<Names> {
  return request(`/telescope/names/${encodeURIComponent(fingerprint)}`, { method: 'POST', json: { name } })
}
