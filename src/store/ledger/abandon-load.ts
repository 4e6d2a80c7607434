import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** Gives up one attempt that failed through no fault of its chunk: its load is dead, the chunk waits for another. Again: no effect. */
export async function abandonLoad({ pool, organisation }: Ledger, load: number): Promise<void> {
  await retrying(() => pool.query(`
    update load set state = 'dead', ended_at = now() where organisation = $1 and load = $2 and state = 'open'`, [organisation, load]))
}
