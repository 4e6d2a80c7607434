import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { parseRows } from './rows.ts'
import { inTransaction } from './transaction.ts'

/** One step from an older set of tables to a newer one. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number
  /** `0001-ledger`. */
  readonly name: string
  readonly sql: string
}

const FOLDER = join(import.meta.dirname, 'migrations')

/**
 * Brings the tables up to date: each step in a transaction of its own with its record, so that a start that was killed goes on where it
 * stood; a lock lets several starts wait for one another.
 *
 * @throws {NoroshiError} `database-mismatch` when a step that was taken has changed since, is not known here, or cannot be taken
 */
export async function migrate(pool: Pool, migrations: readonly Migration[] = readMigrations()): Promise<void> {
  await inTransaction(pool, async client => {
    await lock(client)
    await client.query(`
      create table if not exists migration (
        number integer primary key, name text not null, hash text not null, applied_at timestamptz not null default now()
      )`)
  })
  for (const migration of migrations) {
    await inTransaction(pool, async client => {
      await lock(client)
      const applied = await appliedMigrations(client)
      compare(applied, migrations)
      if (!applied.some(({ number }) => number === migration.number)) await apply(client, migration)
    })
  }
}

/** The steps that were taken, by their numbers. */
export async function appliedSteps(pool: Pool): Promise<z.infer<typeof appliedRow>[]> {
  return inTransaction(pool, appliedMigrations)
}

export function readMigrations(folder: string = FOLDER): Migration[] {
  return readdirSync(folder).filter(name => name.endsWith('.sql')).sort().map(file => ({
    number: Number.parseInt(file, 10),
    name: file.slice(0, -'.sql'.length),
    sql: readFileSync(join(folder, file), 'utf8'),
  }))
}

const appliedRow = z.object({ number: z.number(), name: z.string(), hash: z.string() })

async function appliedMigrations(client: PoolClient): Promise<z.infer<typeof appliedRow>[]> {
  return parseRows(appliedRow, await client.query('select number, name, hash from migration order by number'))
}

function compare(applied: readonly z.infer<typeof appliedRow>[], known: readonly Migration[]): void {
  for (const { number, name, hash } of applied) {
    const ours = known.find(each => each.number === number)
    if (ours === undefined) {
      throw new NoroshiError('database-mismatch', `the tables were made by a later Noroshi: step ${name} is not known to this one`)
    }
    if (hashOf(ours) !== hash) {
      throw new NoroshiError('database-mismatch', `the tables were made by another Noroshi: its step ${name} is not this one's ${ours.name}`)
    }
  }
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql)
  } catch (cause) {
    // The server's end is no fault of the step.
    if (cause instanceof Error && 'severity' in cause && cause.severity === 'ERROR') {
      throw new NoroshiError('database-mismatch', `step ${migration.name} cannot be taken: ${messageOf(cause)}`, { cause })
    }
    throw cause
  }
  const { number, name } = migration
  await client.query('insert into migration (number, name, hash) values ($1, $2, $3)', [number, name, hashOf(migration)])
}

async function lock(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.migration])
}

function hashOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}
