import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from '../../platform/data-folder.ts'
import type { ClickHouse, ClickHouseOptions } from '../../store/clickhouse/open-clickhouse.ts'
import { openClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { migrateClickHouse } from '../../store/clickhouse/migrate-clickhouse.ts'
import { Custody } from '../../store/custody/custody.ts'
import { EVENT_MIGRATIONS } from '../../store/events/event-migrations.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { openLedger } from '../../store/ledger/ledger.ts'
import { abandonLoads, loadingWorkers } from '../../store/ledger/load.ts'
import type { PostgresOptions } from '../../store/postgres/open-postgres.ts'
import { openPostgres } from '../../store/postgres/open-postgres.ts'
import { purgeDeadLoads } from './purge-dead-loads.ts'
import { mayStillWork, workerName } from './worker-name.ts'

export interface IngestStoreOptions {
  /** Held by this process. */
  readonly folder: DataFolder
  readonly clickhouse: ClickHouseOptions
  readonly postgres: PostgresOptions
  readonly organisation: string
  /** Who is written down as the one who did it. */
  readonly actor: string
}

/** Everything that evidence goes into. */
export interface IngestStore {
  readonly folder: DataFolder
  readonly clickhouse: ClickHouse
  readonly ledger: Ledger
  readonly custody: Custody
  readonly actor: string
  /** This process, as the ledger knows it. */
  readonly worker: string
  close(): Promise<void>
}

/**
 * Opens both engines side by side, brings their tables up to date, and settles what a process that died has left: its loads are given up,
 * its spool files removed, and rows of loads long dead deleted.
 *
 * @throws NoroshiError what the engines and the custody say
 */
export async function openIngestStore({ folder, organisation, actor, ...engines }: IngestStoreOptions): Promise<IngestStore> {
  const opened: { close(): Promise<void> }[] = []
  const close = async () => {
    await Promise.all(opened.splice(0).map(each => each.close()))
  }
  const keep = async <T extends { close(): Promise<void> }>(opening: Promise<T>) => {
    const resource = await opening
    opened.push(resource)
    return resource
  }
  try {
    const opening = [keep(openClickHouse(engines.clickhouse)), keep(openPostgres(engines.postgres)), keep(Custody.open(folder, actor))] as const
    // All of them, so that none opens after another has failed and all was closed.
    await Promise.allSettled(opening)
    const [clickhouse, { pool }, custody] = await Promise.all(opening)
    await migrateClickHouse(clickhouse.client, EVENT_MIGRATIONS)
    const ledger = await openLedger(pool, organisation)
    await abandonLost(ledger)
    for (const name of readdirSync(folder.spool)) rmSync(join(folder.spool, name), { recursive: true, force: true })
    await purgeDeadLoads(clickhouse, ledger)
    return { folder, clickhouse, ledger, custody, actor, worker: workerName(), close }
  } catch (cause) {
    await close()
    throw cause
  }
}

/**
 * Gives up the loads of processes that are gone. Should one be wrongly taken for gone, its loads count for nothing when it completes them,
 * and the chunks are read again: nothing is doubled.
 */
async function abandonLost(ledger: Ledger): Promise<void> {
  const workers = await loadingWorkers(ledger)
  await abandonLoads(ledger, workers.filter(mayStillWork))
}
