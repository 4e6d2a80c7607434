import type { Pool } from 'pg'
import { z } from 'zod'
import { parseRow } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { LINK_MINUTES } from './defaults.ts'
import { hashSecret, newSecret } from './secret.ts'

/** A token that signs somebody in once, within a quarter of an hour; earlier ones of theirs hold no longer. */
export async function makeSignInLink(pool: Pool, name: string): Promise<string> {
  const token = newSecret()
  await inTransaction(pool, async client => {
    await client.query('delete from sign_in_link where account = $1 or expires_at < now()', [name])
    await client.query(`insert into sign_in_link (hash, account, expires_at) values ($1, $2, now() + make_interval(mins => $3))`,
      [hashSecret(token), name, LINK_MINUTES])
  })
  return token
}

/** Whose link it was; null when it was used, is too old, or never was. Of two who come at once one gets in. */
export async function useSignInLink(pool: Pool, token: string): Promise<string | null> {
  const row = parseRow(z.object({ account: z.string() }), await retrying(() => pool.query(`
    update sign_in_link set used_at = now() from account
    where hash = $1 and used_at is null and expires_at > now() and account.name = sign_in_link.account and account.disabled_at is null
    returning account`, [hashSecret(token)])))
  return row?.account ?? null
}
