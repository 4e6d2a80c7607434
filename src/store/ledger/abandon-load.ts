import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** Gives up attempts that failed through no fault of their chunks: their loads are dead, the chunks wait for others. Again: no effect. */
export async function abandonLoad({ pool, organisation }: Ledger, ...loads: readonly number[]): Promise<void> {
  await retrying(() => pool.query(`
    update load set state = 'dead', ended_at = now() where organisation = $1 and load = any ($2) and state = 'open'`, [organisation, loads]))
}
