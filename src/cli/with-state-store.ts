import { dataFolderPath } from '../platform/config/read-configuration.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import type { DataFolder } from '../platform/data-folder.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import { openLedger } from '../store/ledger/ledger.ts'
import { openPostgres } from '../store/postgres/open-postgres.ts'
import type { CommonOptions } from './settings.ts'
import { postgresOptionsOf, readSettings } from './settings.ts'

/** The state store alone, without the event store: for commands that change nothing else, while no server runs. */
export interface StateStore {
  readonly settings: Configuration
  readonly folder: DataFolder
  /** Of the organisation of the installation. */
  readonly ledger: Ledger
}

/** Opens it for the work, and closes it then. */
export async function withStateStore<T>(options: CommonOptions, work: (store: StateStore) => Promise<T>): Promise<T> {
  const settings = readSettings(options)
  const folder = openDataFolder(dataFolderPath(options.data, settings))
  try {
    const postgres = await openPostgres(postgresOptionsOf(settings, folder))
    try {
      return await work({ settings, folder, ledger: await openLedger(postgres.pool, settings.organisation) })
    } finally {
      await postgres.close()
    }
  } finally {
    folder.close()
  }
}
