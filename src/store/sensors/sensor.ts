import type { Pool } from 'pg'
import { z } from 'zod'
import { addAudit } from '../ledger/audit.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'

/** A machine that may send what its sources get. */
export interface StoredSensor {
  /** In its certificate. */
  readonly id: string
  /** Whose its events are. */
  readonly organisation: string
  /** Unique in the organisation, among those in use. */
  readonly name: string
  readonly enrolledAt: Date
  /** Null when it never came. */
  readonly seenAt: Date | null
}

export const sensorRow = z.object({ id: z.string(), organisation: z.string(), name: z.string(), enrolledAt: z.date(), seenAt: z.date().nullable() })

export const SENSOR_COLUMNS = 'id, organisation, name, enrolled_at as "enrolledAt", seen_at as "seenAt"'

/** Those in use, of all organisations. */
export async function storedSensors(pool: Pool): Promise<StoredSensor[]> {
  return parseRows(sensorRow, await retrying(() => pool.query(`select ${SENSOR_COLUMNS} from sensor where revoked_at is null order by organisation, name`)))
}

/** Ends a sensor; what it sent stays. @returns its id; null when there is none of this name */
export async function revokeSensor(pool: Pool, { organisation, name, person }: { readonly organisation: string; readonly name: string; readonly person: string }): Promise<string | null> {
  return inTransaction(pool, async client => {
    const row = parseRow(z.object({ id: z.string() }), await client.query(
      'update sensor set revoked_at = now() where organisation = $1 and name = $2 and revoked_at is null returning id', [organisation, name]))
    await client.query('delete from sensor_token where organisation = $1 and name = $2', [organisation, name])
    if (row !== undefined) await addAudit(client, organisation, { person, action: 'sensor.revoke', subject: name, details: { id: row.id } })
    return row?.id ?? null
  })
}

/** Notes when they last came. */
export async function noteSensorsSeen(pool: Pool, seen: readonly { readonly id: string; readonly at: Date }[]): Promise<void> {
  await retrying(() => pool.query('update sensor set seen_at = seen.at from unnest($1::uuid[], $2::timestamptz[]) as seen (id, at) where sensor.id = seen.id',
    [seen.map(({ id }) => id), seen.map(({ at }) => at)]))
}
