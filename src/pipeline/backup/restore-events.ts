import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { countLoads, fillLoads } from '../../store/backup/event-parts.ts'
import { digestsOf, liveLoads, loadGroups } from '../../store/backup/live-loads.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import { readPart } from './check-backup.ts'
import type { Manifest } from './manifest.ts'
import type { OpenBox } from './open-box.ts'
import { unpack } from './pack.ts'
import { writeTo } from './restore-files.ts'

/** Puts the rows of the event store back. @param spool a folder for one part at a time @throws NoroshiError `bad-backup`, and what the engine says */
export async function restoreEvents(clickhouse: ClickHouse, box: OpenBox, { parts }: Manifest, spool: string, onBytes: (bytes: number) => void): Promise<void> {
  for (const part of parts) {
    if (part.kind !== 'events') continue
    const path = join(spool, `restore-${part.table}-${part.number}`)
    try {
      if (await writeTo(path, unpack(readPart(box, part)), 0o600, onBytes) > 0) await fillLoads(clickhouse, part.table, part.columns, path)
    } finally {
      await rm(path, { force: true })
    }
  }
}

/** Counts every event and match. @param pool the state as it was restored @throws NoroshiError `bad-backup` where there are others than the ledger says */
export async function compareEvents({ client }: ClickHouse, pool: Pool): Promise<void> {
  const loads = await inTransaction(pool, liveLoads)
  for (const group of loadGroups(loads)) {
    const expected = digestsOf(group)
    for (const table of ['events', 'matches'] as const) {
      const found = await countLoads(client, table, group.map(({ load }) => load))
      if (found.count === expected[table].count && found.sum === expected[table].sum) continue
      throw new NoroshiError('bad-backup', `${found.count} ${table} were restored, the ledger says ${expected[table].count}`)
    }
  }
}
