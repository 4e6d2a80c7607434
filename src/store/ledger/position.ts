import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRow } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** Which loads a query sees: those up to the position, without the hidden ones. */
export interface LoadScope {
  readonly position: number
  /** Open and dead loads up to the position, ascending. */
  readonly hidden: readonly number[]
}

const scopeRow = z.object({ position: z.number(), hidden: z.array(z.number()) })

/** What is seen now. Numbers are committed in their order, so no load up to the position can appear later. */
export async function scopePosition({ pool, organisation }: Ledger): Promise<LoadScope> {
  return parseRow(scopeRow, await retrying(() => pool.query(`
    select position, array(select load from load where organisation = $1 and state <> 'live' and load <= position order by load) as hidden
    from load_position`, [organisation])))!
}

/** What was seen at an earlier position; exact until loads that died since have been purged. */
export async function scopeAt({ pool, organisation }: Ledger, position: number): Promise<LoadScope> {
  return parseRow(scopeRow, await retrying(() => pool.query(`
    select $2::bigint as position, array(
      select load from load
      where organisation = $1 and load <= $2 and (live_at is null or live_at > $2 or dead_at <= $2) order by load
    ) as hidden`, [organisation, position])))!
}

/**
 * The next position, for a load or for a step that changes what is seen; of several, the last. Others that count wait until this
 * transaction is committed: ask for it last.
 */
export async function nextPosition(client: PoolClient, count = 1): Promise<number> {
  const row = parseRow(z.object({ position: z.number() }), await client.query('update load_position set position = position + $1 returning position', [count]))
  return row!.position
}
