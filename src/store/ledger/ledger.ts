import type { Pool } from 'pg'
import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** The ledger of one organisation: every function of this folder sees and changes what is this organisation's, and nothing else. */
export interface Ledger {
  readonly pool: Pool
  readonly organisation: string
}

/** Every organisation that has one. */
export async function storedOrganisations(pool: Pool): Promise<string[]> {
  return parseRows(z.object({ id: z.string() }), await retrying(() => pool.query('select id from organisation order by id'))).map(({ id }) => id)
}

/** Opens the ledger of an organisation, which is entered when it is new. */
export async function openLedger(pool: Pool, organisation: string): Promise<Ledger> {
  await retrying(() => pool.query('insert into organisation (id, name) values ($1, $1) on conflict do nothing', [organisation]))
  return { pool, organisation }
}
