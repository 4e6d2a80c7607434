import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { DataFolder } from '../../platform/data-folder.ts'
import { RESTORING_FILE } from '../../platform/data-folder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { appliedEventSteps, migrateClickHouse } from '../../store/clickhouse/migrate-clickhouse.ts'
import type { ClickHouseOptions } from '../../store/clickhouse/open-clickhouse.ts'
import { openClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../../store/events/event-migrations.ts'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { appliedSteps, readMigrations } from '../../store/postgres/migrate.ts'
import type { PostgresOptions } from '../../store/postgres/open-postgres.ts'
import { openPostgres } from '../../store/postgres/open-postgres.ts'
import type { Manifest, ReadManifest } from './manifest.ts'
import type { OpenBox } from './open-box.ts'
import type { BackupProgress } from './part-writer.ts'
import { compareEvents, restoreEvents } from './restore-events.ts'
import { restoreFiles } from './restore-files.ts'
import { restoreState, settleState } from './restore-state.ts'

export interface RestoreOptions {
  /** New, and held by this process. */
  readonly folder: DataFolder
  readonly clickhouse: ClickHouseOptions
  readonly postgres: PostgresOptions
  /** Who is written down as the one who did it. */
  readonly actor: string
  onProgress(progress: BackupProgress): void
}

/**
 * Puts a backup into a new data folder, and compares: tables row by row, events and matches by their digests. A folder with half a restore is
 * refused by everything else, and restored anew by the next. The backup was checked before.
 *
 * @throws NoroshiError `bad-backup`, `database-mismatch` for one of a later Noroshi, `disk-full`, and what the engines say
 */
export async function restoreBackup(box: OpenBox, { manifest, name }: ReadManifest, { folder, clickhouse, postgres, actor, onProgress }: RestoreOptions): Promise<void> {
  requireKnownSteps(manifest)
  const progress = (doing: BackupProgress['doing']) => {
    let bytes = 0
    return (more: number) => onProgress({ doing, bytes: bytes += more })
  }
  const marker = join(folder.path, RESTORING_FILE)
  writeFileSync(marker, `${name}\n`, { mode: 0o600, flush: true })
  await restoreFiles(box, manifest, folder, progress('evidence'))
  const steps = readMigrations().filter(({ number }) => manifest.steps.state.some(step => step.number === number))
  const state = await openPostgres(postgres, steps)
  try {
    compareSteps('state', manifest.steps.state, await appliedSteps(state.pool))
    onProgress({ doing: 'tables', bytes: 0 })
    await restoreState(state.pool, box, manifest)
    const events = await openClickHouse(clickhouse)
    try {
      await migrateClickHouse(events.client, EVENT_MIGRATIONS.filter(({ number }) => manifest.steps.events.some(step => step.number === number)))
      compareSteps('event', manifest.steps.events, await appliedEventSteps(events.client))
      await restoreEvents(events, box, manifest, folder.spool, progress('events'))
      await compareEvents(events, state.pool)
    } finally {
      await events.close()
    }
    await settleState(state.pool, manifest, folder.path, name, actor)
  } finally {
    await state.close()
  }
  rmSync(marker)
  await syncFolder(folder.path)
}

function requireKnownSteps({ steps, program }: Manifest): void {
  const unknown = steps.state.find(({ number }) => !readMigrations().some(step => step.number === number))
    ?? steps.events.find(({ number }) => !EVENT_MIGRATIONS.some(step => step.number === number))
  if (unknown !== undefined) {
    throw new NoroshiError('database-mismatch', `the backup was made by a later Noroshi (${program}): its step ${unknown.name} is not known to this one`)
  }
}

function compareSteps(kind: string, wanted: Manifest['steps']['state'], taken: Manifest['steps']['state']): void {
  if (!isDeepStrictEqual(wanted.map(({ number, hash }) => [number, hash]), taken.map(({ number, hash }) => [number, hash]))) {
    throw new NoroshiError('database-mismatch', `the backup has other ${kind} tables than this Noroshi makes`)
  }
}
