import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { MOST_TOKENS, SEEN_MINUTES } from './defaults.ts'
import type { Person, Scope } from './person.ts'
import { SCOPES } from './person.ts'
import { hashSecret, newSecret } from './secret.ts'
import { PERSON_COLUMNS, personRow } from './session.ts'

/** What a program signs in with, instead of a person's password; it may what its scopes and the person's role both allow. */
export interface ApiToken {
  readonly id: string
  readonly account: string
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/** By it a token is recognised in a log or a repository. */
export const TOKEN_PREFIX = 'nrs_'

const tokenRow = z.object({
  id: z.string(), account: z.string(), label: z.string(), scopes: z.array(z.enum(SCOPES)), createdAt: z.date(), expiresAt: z.date(), usedAt: z.date().nullable(),
})

const columns = 'api_token.id, account, label, scopes, api_token.created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"'

/** @returns the token's secret, which is nowhere else @throws NoroshiError `too-many-tokens` */
export async function makeApiToken(
  pool: Pool, account: string, { label, scopes, days }: { readonly label: string; readonly scopes: readonly Scope[]; readonly days: number },
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const secret = newSecret(TOKEN_PREFIX)
  const id = randomUUID()
  const token = await inTransaction(pool, async client => {
    await client.query('select from account where name = $1 for update', [account])
    await client.query('delete from api_token where account = $1 and expires_at < now()', [account])
    const { rowCount } = await client.query('select from api_token where account = $1', [account])
    if ((rowCount ?? 0) >= MOST_TOKENS) throw new NoroshiError('too-many-tokens', `${account} has ${MOST_TOKENS} tokens`)
    await client.query(`
      insert into api_token (id, hash, account, label, scopes, expires_at) values ($1, $2, $3, $4, $5, now() + make_interval(days => $6)) on conflict do nothing`,
    [id, hashSecret(secret), account, label, scopes, days])
    return parseRow(tokenRow, await client.query(`select ${columns} from api_token where id = $1`, [id]))!
  })
  return { token, secret }
}

/** Of one person, or of everybody in the organisation; the newest first. */
export async function apiTokens(pool: Pool, organisation: string, account: string | null): Promise<ApiToken[]> {
  return parseRows(tokenRow, await retrying(() => pool.query(`
    select ${columns} from api_token join account on account.name = api_token.account
    where organisation = $1 and ($2::text is null or account = $2) order by api_token.created_at desc, api_token.id`, [organisation, account])))
}

/** Whether there was such a token of this person (or of anybody in the organisation). */
export async function deleteApiToken(pool: Pool, organisation: string, account: string | null, id: string): Promise<boolean> {
  const { rowCount } = await retrying(() => pool.query(`
    delete from api_token using account where account.name = api_token.account and organisation = $1 and ($2::text is null or account = $2) and api_token.id = $3`,
  [organisation, account, id]))
  return rowCount === 1
}

const bearerRow = z.object({ ...personRow, id: z.string(), scopes: z.array(z.enum(SCOPES)), stale: z.boolean() })

/** Who is behind a token, with their rights of now; null when it does not hold. */
export async function findApiToken(pool: Pool, secret: string): Promise<{ readonly person: Person; readonly scopes: readonly Scope[] } | null> {
  const row = parseRow(bearerRow, await retrying(() => pool.query(`
    select ${PERSON_COLUMNS}, api_token.id, scopes, used_at is null or used_at < now() - make_interval(mins => $2) as stale
    from api_token join account on account.name = api_token.account where hash = $1 and expires_at > now() and disabled_at is null`,
  [hashSecret(secret), SEEN_MINUTES])))
  if (row === undefined) return null
  const { id, scopes, stale, ...person } = row
  if (stale) await retrying(() => pool.query('update api_token set used_at = now() where id = $1', [id]))
  return { person, scopes }
}
