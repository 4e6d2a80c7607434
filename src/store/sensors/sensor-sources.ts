import type { Pool } from 'pg'
import { z } from 'zod'
import { addAudit } from '../ledger/audit.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'

/** What a sensor is to collect, as an administrator wrote it. */
export interface SensorSources {
  readonly organisation: string
  /** Of the sensor; it holds for whichever machine is enrolled under it. */
  readonly name: string
  /** From 1. */
  readonly version: number
  /** Entries of `sources:`; their form is checked by who writes and by who takes them. */
  readonly sources: readonly unknown[]
}

/** The latest of each sensor. */
export async function latestSensorSources(pool: Pool): Promise<SensorSources[]> {
  return parseRows(sourcesRow, await retrying(() => pool.query(`
    select distinct on (organisation, name) organisation, name, version, sources from sensor_sources order by organisation, name, version desc`)))
}

/** Writes the next version. */
export async function setSensorSources(
  pool: Pool, { organisation, name, sources, person }: Omit<SensorSources, 'version'> & { readonly person: string },
): Promise<SensorSources> {
  return inTransaction(pool, async client => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`sensor-sources ${organisation} ${name}`])
    const latest = parseRow(sourcesRow, await client.query(`
      select organisation, name, version, sources from sensor_sources where organisation = $1 and name = $2 order by version desc limit 1`, [organisation, name]))
    if (latest !== undefined && JSON.stringify(latest.sources) === JSON.stringify(sources)) return latest
    const version = (latest?.version ?? 0) + 1
    await client.query('insert into sensor_sources (organisation, name, version, sources, person) values ($1, $2, $3, $4, $5)',
      [organisation, name, version, JSON.stringify(sources), person])
    await addAudit(client, organisation, { person, action: 'sensor.configure', subject: name, details: { version, sources: sources.length } })
    return { organisation, name, version, sources }
  })
}

const sourcesRow = z.object({ organisation: z.string(), name: z.string(), version: z.number(), sources: z.array(z.unknown()) })
