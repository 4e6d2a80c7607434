import { z } from 'zod'
import { parseRow } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

const countsRow = z.object({ open: z.number(), ready: z.number(), live: z.number(), dead: z.number() })

/** Loads by state; those long purged are forgotten. */
export type LoadCounts = z.infer<typeof countsRow>

export async function loadCounts({ pool, organisation }: Ledger): Promise<LoadCounts> {
  return parseRow(countsRow, await retrying(() => pool.query(`
    select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'ready') as ready,
      count(*) filter (where state = 'live') as live, count(*) filter (where state = 'dead') as dead
    from load where organisation = $1`, [organisation])))!
}
