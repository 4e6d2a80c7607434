import { join } from 'node:path'
import type { Pool } from 'pg'
import type { DataPaths } from '../platform/data-folder.ts'
import type { SensorHub } from '../server/sensors/sensor-hub.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf } from './settings.ts'
import { sharedStore } from './terminal.ts'
import { withStateStore } from './with-state-store.ts'

export interface SensorHubOptions extends CommonOptions {
  /** Whose the sensor's events are; that of the installation by default. */
  readonly organisation?: string
  /** Who asks; set by the client of a running server. */
  readonly actor?: string
}

/** What the commands about sensors work on, at the hub. */
export interface SensorHubStore {
  readonly pool: Pool
  readonly organisation: string
  /** That of the installation. */
  readonly installation: string
  readonly person: string
  readonly authorityFolder: string
  /** Null when no server runs, or it takes no sensors. */
  readonly hub: SensorHub | null
}

/** Where the authority of sensors is kept. */
export function authorityFolder({ path }: Pick<DataPaths, 'path'>): string {
  return join(path, 'sensor-authority')
}

/** Over the running server's store, or with the state store alone. */
export async function withSensorHub<T>(options: SensorHubOptions, work: (store: SensorHubStore) => Promise<T>): Promise<T> {
  const shared = sharedStore()
  const person = actorOf(options.actor)
  if (shared !== null) {
    const { sensors: hub, store: { folder, ledger } } = shared
    const result = await work({ pool: ledger.pool, organisation: options.organisation ?? ledger.organisation, installation: ledger.organisation, person, authorityFolder: authorityFolder(folder), hub })
    await hub?.changed()
    return result
  }
  return withStateStore(options, ({ folder, ledger: { pool, organisation } }) =>
    work({ pool, organisation: options.organisation ?? organisation, installation: organisation, person, authorityFolder: authorityFolder(folder), hub: null }))
}
