import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { hashSecret, newSecret } from '../accounts/secret.ts'
import { addAudit } from '../ledger/audit.ts'
import { parseRow } from '../postgres/rows.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { MOST_SENSORS } from './defaults.ts'
import type { StoredSensor } from './sensor.ts'
import { SENSOR_COLUMNS, sensorRow } from './sensor.ts'

/** By it a token is recognised in a log or a repository. */
const TOKEN_PREFIX = 'nrt_'

export interface NewSensorToken {
  readonly organisation: string
  readonly name: string
  readonly minutes: number
  readonly person: string
}

/** A token with which one sensor is enrolled once. @returns its secret, which is nowhere else @throws NoroshiError `too-many-sensors` */
export async function makeSensorToken(pool: Pool, { organisation, name, minutes, person }: NewSensorToken): Promise<string> {
  const secret = newSecret(TOKEN_PREFIX)
  const hash = hashSecret(secret)
  await inTransaction(pool, async client => {
    await client.query('delete from sensor_token where expires_at < now()')
    const { rowCount } = await client.query('select from sensor where revoked_at is null union all select from sensor_token where hash <> $1', [hash])
    if ((rowCount ?? 0) >= MOST_SENSORS) throw new NoroshiError('too-many-sensors', `there are ${MOST_SENSORS} sensors`)
    const made = await client.query(`
      insert into sensor_token (hash, organisation, name, person, expires_at) values ($1, $2, $3, $4, now() + make_interval(mins => $5)) on conflict do nothing`,
    [hash, organisation, name, person, minutes])
    if (made.rowCount === 1) await addAudit(client, organisation, { person, action: 'sensor.token', subject: name, details: { minutes } })
  })
  return secret
}

/**
 * Enrols whoever has the token; a sensor of the same name ends. The same key may come again with its token, since an answer may be lost.
 *
 * @param keyHash SHA-256 of its public key
 * @returns null when the token was used by another key, is too old, or never was
 */
export async function enrolSensor(pool: Pool, secret: string, keyHash: string): Promise<StoredSensor | null> {
  const id = randomUUID()
  return inTransaction(pool, async client => {
    const token = parseRow(tokenRow, await client.query('select organisation, name, person, sensor from sensor_token where hash = $1 and expires_at > now() for update', [hashSecret(secret)]))
    if (token === undefined) return null
    const { organisation, name, sensor } = token
    if (sensor !== null) {
      return parseRow(sensorRow, await client.query(`select ${SENSOR_COLUMNS} from sensor where id = $1 and key_hash = $2 and revoked_at is null`, [sensor, keyHash])) ?? null
    }
    const replaced = await client.query('update sensor set revoked_at = now() where organisation = $1 and name = $2 and revoked_at is null', [organisation, name])
    const enrolled = parseRow(sensorRow, await client.query(`
      insert into sensor (id, organisation, name, key_hash) values ($1, $2, $3, $4) returning ${SENSOR_COLUMNS}`, [id, organisation, name, keyHash]))!
    await client.query('update sensor_token set sensor = $2 where hash = $1', [hashSecret(secret), id])
    await addAudit(client, organisation, { person: token.person, action: 'sensor.enrol', subject: name, details: { id, keyHash, replaced: replaced.rowCount === 1 } })
    return enrolled
  })
}

const tokenRow = z.object({ organisation: z.string(), name: z.string(), person: z.string(), sensor: z.string().nullable() })
