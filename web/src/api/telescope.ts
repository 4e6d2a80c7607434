import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export interface TelescopeWarning {
  readonly organisation: string
  readonly address: string
  readonly kind: 'internal' | 'external' | 'backscatter'
  readonly firstSeen: string
  readonly lastSeen: string
  readonly packets: number
  readonly ports: readonly number[]
  readonly fingerprints: readonly string[]
  readonly spoofLikelihood: number
  readonly spoofReason: { readonly en: string; readonly ja: string }
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
  readonly minutes: readonly (Sums & { readonly at: string })[]
  readonly kinds: readonly (Sums & { readonly kind: string })[]
  readonly ports: readonly (Sums & { readonly port: string })[]
  readonly warningCount: number
  readonly warnings: readonly TelescopeWarning[]
  readonly attacks: readonly { readonly target: string; readonly kind: string; readonly firstSeen: string; readonly lastSeen: string; readonly packets: number; readonly maxPacketsPerMinute: number }[]
  readonly unknownFingerprints: readonly { readonly name: string; readonly rule: string; readonly ruleJa: string; readonly packets: number; readonly firstSeen: string }[]
}

export interface TelescopeState {
  readonly wanted: boolean
  readonly problem: string | null
  readonly sensor: TelescopeSensor | null
}

/** Milliseconds between two looks: with the sensor's own half second, a warning is on the page within one second. */
const LOOK_MS = 500

export const telescopeQuery = queryOptions({
  queryKey: ['telescope'],
  queryFn: ({ signal }) => request<TelescopeState>('/telescope', { signal }),
  refetchInterval: query => (query.state.data?.wanted === false ? false : LOOK_MS),
})
