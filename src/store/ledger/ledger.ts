import type { Pool } from 'pg'
import { retrying } from '../postgres/transaction.ts'

/** The ledger of one organisation: every function of this folder sees and changes what is this organisation's, and nothing else. */
export interface Ledger {
  readonly pool: Pool
  readonly organisation: string
}

/** Opens the ledger of an organisation, which is entered when it is new. */
export async function openLedger(pool: Pool, organisation: string): Promise<Ledger> {
  await retrying(() => pool.query('insert into organisation (id, name) values ($1, $1) on conflict do nothing', [organisation]))
  return { pool, organisation }
}
