import type { PoolClient } from 'pg'
import { z } from 'zod'
import { ADVISORY_LOCKS } from '../postgres/advisory-locks.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { CASES_WRITTEN } from './defaults.ts'
import type { Ledger } from './ledger.ts'

/** How far findings were folded into cases. */
export interface FoldState {
  /** How often; 0 before the first time. */
  readonly generation: number
  /** What was seen then. */
  readonly position: number
}

/** A case as the ledger keeps it: whatever triage made, with what the queue is sorted by. */
export interface StoredCase {
  readonly id: string
  readonly priority: number
  readonly body: unknown
}

const foldRow = z.object({ generation: z.number(), position: z.number() })

export async function foldState({ pool, organisation }: Ledger): Promise<FoldState> {
  return parseRow(foldRow, await retrying(() => pool.query('select generation, position from fold where organisation = $1', [organisation])))
    ?? { generation: 0, position: 0 }
}

/** The right to fold, until it is given back or its connection breaks. */
export interface FoldElection {
  release(): Promise<void>
}

/** One process folds at a time; null while another does. */
export async function electFold({ pool, organisation }: Ledger): Promise<FoldElection | null> {
  const client = await retrying(() => pool.connect())
  // A lost connection loses the election; what is saved afterwards is refused by its generation.
  client.on('error', () => {})
  const key = [ADVISORY_LOCKS.fold, organisation]
  const { elected } = parseRow(z.object({ elected: z.boolean() }),
    await client.query('select pg_try_advisory_lock($1, hashtext($2)) as elected', key))!
  // Closing the connection is what surely gives the lock back.
  if (!elected) client.release()
  return elected ? { release: async () => client.release(true) } : null
}

/**
 * Replaces all cases by those of a new generation, with the position they were folded at, in one step; rows that stay the same are not
 * written. `superseded` when somebody else has saved since the state was read.
 */
export async function saveCases(ledger: Ledger, before: FoldState, position: number, cases: readonly StoredCase[]): Promise<'saved' | 'superseded'> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    await client.query('insert into fold (organisation, generation, position) values ($1, 0, 0) on conflict do nothing', [organisation])
    const { rowCount } = await client.query(`
      update fold set generation = generation + 1, position = $3, folded_at = now() where organisation = $1 and generation = $2`,
    [organisation, before.generation, position])
    if (rowCount !== 1) return 'superseded'
    await client.query('delete from cases where organisation = $1 and id <> all ($2)', [organisation, cases.map(({ id }) => id)])
    for (let from = 0; from < cases.length; from += CASES_WRITTEN) await writeCases(client, organisation, cases.slice(from, from + CASES_WRITTEN))
    return 'saved'
  })
}

const caseRow = z.object({ id: z.string(), priority: z.number(), body: z.unknown() })

/** The last complete generation, the most urgent first. */
export async function savedCases({ pool, organisation }: Ledger): Promise<StoredCase[]> {
  return parseRows(caseRow, await retrying(() => pool.query(`
    select id, priority, body from cases where organisation = $1 order by priority desc, id collate "C"`, [organisation])))
}

async function writeCases(client: PoolClient, organisation: string, cases: readonly StoredCase[]): Promise<void> {
  await client.query(`
    insert into cases (organisation, id, priority, body) select $1, * from unnest($2::text[], $3::integer[], $4::json[])
    on conflict (organisation, id) do update set priority = excluded.priority, body = excluded.body
    where cases.priority <> excluded.priority or cases.body::text <> excluded.body::text`,
  [organisation, cases.map(({ id }) => id), cases.map(({ priority }) => priority), cases.map(({ body }) => JSON.stringify(body))])
}
