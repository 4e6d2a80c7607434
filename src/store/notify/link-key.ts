import { z } from 'zod'
import { newSecret } from '../accounts/secret.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** What an organisation's links are signed with; made when it is first needed. */
export async function linkKey({ pool, organisation }: Ledger): Promise<string> {
  await retrying(() => pool.query('insert into notify_key (organisation, key) values ($1, $2) on conflict do nothing', [organisation, newSecret()]))
  return parseRow(z.object({ key: z.string() }), await retrying(() => pool.query('select key from notify_key where organisation = $1', [organisation])))!.key
}

/** The same, and null for an organisation that has none or is not there: nothing is made because somebody asks. */
export async function knownLinkKey({ pool, organisation }: Ledger): Promise<string | null> {
  return parseRow(z.object({ key: z.string() }), await retrying(() => pool.query('select key from notify_key where organisation = $1', [organisation])))?.key ?? null
}
