import type { ClickHouseClient } from '@clickhouse/client'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { storeErrorOf } from './store-error.ts'

/** One step from an older set of tables to a newer one. */
export interface ClickHouseMigration {
  /** From 1, without gaps. */
  readonly number: number
  readonly name: string
  /** Each may be run again without harm (`IF NOT EXISTS`): ClickHouse has no transactions, and a start may be killed in between. */
  readonly statements: readonly string[]
}

const appliedRows = z.array(z.object({ number: z.number(), name: z.string(), hash: z.string() }))

/**
 * Brings the tables up to date, step by step. A step is recorded when all of its statements have run; a start that was killed begins
 * again with the step that is not recorded. Whoever runs this holds the lock of the data folder, or of the state store.
 *
 * @throws {NoroshiError} `database-mismatch` when a recorded step is not known here, or has changed since; what {@link storeErrorOf} gives.
 */
export async function migrateClickHouse(client: ClickHouseClient, migrations: readonly ClickHouseMigration[]): Promise<void> {
  try {
    await client.command({ query: TABLE })
    const applied = await appliedMigrations(client)
    compare(applied, migrations)
    for (const migration of migrations) {
      if (applied.some(({ number }) => number === migration.number)) continue
      for (const query of migration.statements) await client.command({ query })
      const { number, name } = migration
      await client.insert({ table: 'migration', values: [{ number, name, hash: hashOf(migration) }], format: 'JSONEachRow' })
    }
  } catch (error) {
    throw storeErrorOf(error)
  }
}

/** The steps that were taken, by their numbers. @throws {NoroshiError} what {@link storeErrorOf} gives */
export async function appliedEventSteps(client: ClickHouseClient): Promise<{ readonly number: number; readonly name: string; readonly hash: string }[]> {
  return appliedMigrations(client).catch((cause: unknown) => { throw storeErrorOf(cause) })
}

// A step that was recorded twice, by two starts on one external server, is one step.
const TABLE = `CREATE TABLE IF NOT EXISTS migration (number UInt32, name String, hash String, applied DateTime64(6, 'UTC') DEFAULT now64(6))
  ENGINE = ReplacingMergeTree ORDER BY number`

async function appliedMigrations(client: ClickHouseClient): Promise<z.infer<typeof appliedRows>> {
  const result = await client.query({ query: 'SELECT number, name, hash FROM migration FINAL ORDER BY number', format: 'JSONEachRow' })
  return appliedRows.parse(await result.json())
}

function compare(applied: z.infer<typeof appliedRows>, known: readonly ClickHouseMigration[]): void {
  for (const { number, name, hash } of applied) {
    const ours = known.find(each => each.number === number)
    if (ours === undefined) {
      throw new NoroshiError('database-mismatch', `the event tables were made by a later Noroshi: step ${name} is not known to this one`)
    }
    if (hashOf(ours) !== hash) throw new NoroshiError('database-mismatch', `the event tables were made with another step ${name} than ours`)
  }
}

function hashOf({ name, statements }: ClickHouseMigration): string {
  return createHash('sha256').update(JSON.stringify([name, statements])).digest('hex')
}
