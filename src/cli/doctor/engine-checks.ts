import { formatBytes } from '../../platform/progress-line.ts'
import type { ClickHouseOptions } from '../../store/clickhouse/open-clickhouse.ts'
import type { PostgresOptions } from '../../store/postgres/open-postgres.ts'
import { failed } from './content-checks.ts'
import type { Outcome } from './outcome.ts'

/** Starts it, writes a table, reads it back, and removes it. */
export async function checkClickHouse(options: ClickHouseOptions): Promise<Outcome> {
  const started = performance.now()
  try {
    const { openClickHouse } = await import('../../store/clickhouse/open-clickhouse.ts')
    const { brokenParts } = await import('../../store/clickhouse/broken-parts.ts')
    const clickHouse = await openClickHouse(options)
    const seconds = secondsSince(started)
    try {
      const { client, version, kind } = clickHouse
      await client.command({ query: `CREATE TABLE ${TABLE} (value UInt64) ENGINE = MergeTree ORDER BY value` })
      try {
        await client.insert({ table: TABLE, values: [{ value: 41 }, { value: 1 }], format: 'JSONEachRow' })
        const result = await client.query({ query: `SELECT toUInt32(sum(value)) AS total FROM ${TABLE}`, format: 'JSONEachRow' })
        const [row] = await result.json<{ total: number }>()
        if (row?.total !== 42) throw new Error(`what was written is not what was read: ${row?.total}`)
      } finally {
        await client.command({ query: `DROP TABLE ${TABLE}` })
      }
      const broken = kind === 'external' ? [] : await brokenParts(client)
      if (broken.length === 0) return { check: 'clickhouse', state: 'ok', finding: 'engine-works', values: { version, kind, seconds } }
      const size = formatBytes(broken.reduce((sum, { bytes }) => sum + bytes, 0))
      return { check: 'clickhouse', state: 'warning', finding: 'engine-broken-parts', values: { version, kind, seconds, parts: broken.length, size } }
    } finally {
      await clickHouse.close()
    }
  } catch (cause) {
    return failed('clickhouse', 'engine-fails', cause)
  }
}

/** The same. */
export async function checkPostgres(options: PostgresOptions): Promise<Outcome> {
  const started = performance.now()
  try {
    const { openPostgres } = await import('../../store/postgres/open-postgres.ts')
    const postgres = await openPostgres(options)
    const seconds = secondsSince(started)
    try {
      const { pool, version, kind } = postgres
      await pool.query(`create table ${TABLE} (value integer)`)
      try {
        await pool.query(`insert into ${TABLE} values (41), (1)`)
        const { rows: [row] } = await pool.query<{ total: number }>(`select sum(value)::integer as total from ${TABLE}`)
        if (row?.total !== 42) throw new Error(`what was written is not what was read: ${row?.total}`)
      } finally {
        await pool.query(`drop table ${TABLE}`)
      }
      return { check: 'postgres', state: 'ok', finding: 'engine-works', values: { version, kind, seconds } }
    } finally {
      await postgres.close()
    }
  } catch (cause) {
    return failed('postgres', 'engine-fails', cause)
  }
}

/** Two doctors may look at one server. */
const TABLE = `noroshi_doctor_${process.pid}`

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1_000).toFixed(1)
}
