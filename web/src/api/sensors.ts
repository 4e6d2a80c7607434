import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'
import type { AskedSource, SourceEntry } from './sources.ts'

/** How one remote sensor is. */
export interface Sensor {
  readonly name: string
  /** Whose its events are. */
  readonly organisation: string
  readonly state: 'reporting' | 'away' | 'unheard' | 'unknown'
  readonly enrolledAt: string
  readonly seenAt: string | null
  readonly version: string | null
  readonly wantedVersion: string | null
  readonly clockDifferenceMs: number | null
  readonly rate: number
  readonly lagSeconds: number
  readonly spool: { readonly bytes: number; readonly limitBytes: number; readonly segments: number } | null
  readonly dropped: number
  readonly refused: number
  readonly memoryBytes: number | null
  readonly sources: { readonly count: number; readonly wanted: number; readonly applied: number | null; readonly problem: string | null }
}

export interface SensorList {
  readonly items: readonly Sensor[]
  /** Where they report; null when they cannot. */
  readonly hub: { readonly port: number } | null
}

/** What a sensor is to collect. */
export interface SensorSources {
  readonly version: number
  readonly sources: readonly { readonly entry: SourceEntry; readonly secrets: readonly string[] }[]
}

/** Milliseconds between two looks: sensors report each ten seconds. */
const LOOK_MS = 5_000

export const sensorsQuery = queryOptions({ queryKey: ['sensors', 'list'], queryFn: ({ signal }) => request<SensorList>('/sensors', { signal }), refetchInterval: LOOK_MS })

export function sensorSourcesQuery(name: string) {
  return queryOptions({ queryKey: ['sensors', 'sources', name], queryFn: ({ signal }) => request<SensorSources>(`/sensors/${name}/sources`, { signal }) })
}

export function makeSensorToken(name: string, minutes: number): Promise<{ readonly token: string }> {
  return request('/sensor-tokens', { method: 'POST', json: { name, minutes } })
}

export function revokeSensor(name: string): Promise<unknown> {
  return request(`/sensors/${name}`, { method: 'DELETE' })
}

export function setSensorSources(name: string, sources: readonly AskedSource[]): Promise<SensorSources> {
  return request(`/sensors/${name}/sources`, { method: 'POST', json: { sources } })
}
