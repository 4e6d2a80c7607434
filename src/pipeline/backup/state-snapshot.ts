import type { Pool } from 'pg'
import { z } from 'zod'
import type { LiveLoad } from '../../store/backup/live-loads.ts'
import { liveLoads } from '../../store/backup/live-loads.ts'
import { stateRows, stateTables } from '../../store/backup/state-tables.ts'
import { parseRow, parseRows } from '../../store/postgres/rows.ts'
import type { Manifest, Part } from './manifest.ts'
import type { PartWriter } from './part-writer.ts'

/** The state store as it was at one moment, and what belongs to it elsewhere. */
export interface StateSnapshot {
  readonly parts: readonly Part[]
  readonly position: number
  readonly organisations: readonly string[]
  readonly loads: readonly LiveLoad[]
  readonly steps: Manifest['steps']['state']
  /** Stored blobs that the ledger speaks of. */
  readonly blobs: ReadonlySet<string>
  /** `organisation/source/000000000001` of each segment of a stream that is evidence. */
  readonly segments: ReadonlySet<string>
}

const stepRow = z.object({ number: z.number(), name: z.string(), hash: z.string() })
const nameRow = z.object({ name: z.string() })

/** Copies all tables as they are at one moment (`repeatable read`), while others go on writing. @throws what the server says */
export async function snapshotState(pool: Pool, writer: PartWriter): Promise<StateSnapshot> {
  const client = await pool.connect()
  client.on('error', () => {})
  let failed = true
  try {
    await client.query('begin isolation level repeatable read read only')
    // The disk that is written to may be slow.
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const names = async (query: string) => parseRows(nameRow, await client.query(query)).map(({ name }) => name)
    const { position } = parseRow(z.object({ position: z.number() }), await client.query('select position from load_position'))!
    const parts: Part[] = []
    for (const table of await stateTables(client)) {
      parts.push({ kind: 'table', name: table.name, columns: [...table.columns], ...await writer.writeRows(stateRows(client, table)) })
    }
    const snapshot: StateSnapshot = {
      parts,
      position,
      organisations: await names('select id as name from organisation order by id'),
      loads: await liveLoads(client),
      steps: parseRows(stepRow, await client.query('select number, name, hash from migration order by number')),
      blobs: new Set(await names('select distinct sha256 as name from blob')),
      segments: new Set(await names(`
        select organisation || '/' || substring(path #>> '{}' from 8) as name from evidence_path where path::text ~ '^"stream/[a-z0-9._-]+/[0-9]{12}"$'`)),
    }
    await client.query('commit')
    failed = false
    return snapshot
  } finally {
    client.release(failed)
  }
}
