import { z } from 'zod'
import type { Pool } from 'pg'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import type { Person } from './person.ts'
import { ROLES, TLP_MARKINGS } from './person.ts'

/** Somebody who may sign in. */
export interface Account extends Person {
  readonly disabled: boolean
  readonly hasPassword: boolean
  readonly createdAt: Date
}

/** What people call an account; also safe in file names, logs and addresses. */
export const accountName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'small letters, digits, dot, - and _; at most 63')

/** How people are shown. Characters that steer a terminal or turn text around are no part of a name. */
export const displayName = z.string().trim().min(1).max(100).regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'holds characters that cannot be shown')

const columns = `name, organisation, display_name as "displayName", role, clearance, disabled_at is not null as disabled,
  password is not null as "hasPassword", created_at as "createdAt"`

const accountRow = z.object({
  name: z.string(), organisation: z.string(), displayName: z.string(), role: z.enum(ROLES), clearance: z.enum(TLP_MARKINGS),
  disabled: z.boolean(), hasPassword: z.boolean(), createdAt: z.date(),
})

/** By name; of one organisation, else of all, one after another. */
export async function accounts(pool: Pool, organisation?: string): Promise<Account[]> {
  return parseRows(accountRow, await retrying(() => pool.query(`select ${columns} from account where $1::text is null or organisation = $1 order by organisation, name`, [organisation ?? null])))
}

/** Of any organisation: names are unique. */
export async function findAccount(pool: Pool, name: string): Promise<Account | undefined> {
  return parseRow(accountRow, await retrying(() => pool.query(`select ${columns} from account where name = $1`, [name])))
}


/** @throws NoroshiError `account-exists` */
export async function addAccount(pool: Pool, { name, organisation, displayName: shown, role, clearance }: Person): Promise<Account> {
  const { rowCount } = await retrying(() => pool.query(`
    insert into account (name, organisation, display_name, role, clearance) values ($1, $2, $3, $4, $5) on conflict do nothing`,
  [name, organisation, shown, role, clearance]))
  if (rowCount !== 1) throw new NoroshiError('account-exists', `there is an account ${name}`)
  return (await findAccount(pool, name))!
}

export interface AccountChange {
  readonly role?: Person['role'] | undefined
  readonly clearance?: Person['clearance'] | undefined
  readonly displayName?: string | undefined
  readonly disabled?: boolean | undefined
}

/**
 * Changes an account of the organisation. Its sessions end when what it may do changes, its tokens only when it is disabled: they act
 * with the rights of now.
 *
 * @throws NoroshiError `no-such-account`; `last-admin` when nobody would be left who can manage accounts
 */
export async function changeAccount(pool: Pool, organisation: string, name: string, change: AccountChange): Promise<Account> {
  await inTransaction(pool, async client => {
    // All administrators, always in one order: two who take each other's role at once must not both succeed.
    const { rows: before } = await client.query(`
      select role = 'admin' and disabled_at is null as admin from account where organisation = $1 and (role = 'admin' or name = $2) order by name for update`, [organisation, name])
    const { rowCount } = await client.query(`
      update account set role = coalesce($3, role), clearance = coalesce($4, clearance), display_name = coalesce($5, display_name),
        disabled_at = case when $6::boolean is null then disabled_at when $6 then coalesce(disabled_at, now()) end
      where organisation = $1 and name = $2`,
    [organisation, name, change.role, change.clearance, change.displayName, change.disabled])
    if (rowCount !== 1) throw new NoroshiError('no-such-account', `there is no account ${name}`)
    const { rowCount: admins } = await client.query(`select from account where organisation = $1 and role = 'admin' and disabled_at is null`, [organisation])
    // A member's accounts are managed by the installation: it may never have had an administrator of its own.
    if (admins === 0 && before.some(({ admin }) => admin === true)) throw new NoroshiError('last-admin', `${name} is the last administrator`)
    if (change.role === undefined && change.clearance === undefined && change.disabled !== true) return
    await client.query('delete from session where account = $1', [name])
    await client.query('delete from sign_in_link where account = $1', [name])
    if (change.disabled === true) await client.query('delete from api_token where account = $1', [name])
  })
  return (await findAccount(pool, name))!
}

/** The stored form of somebody's password; null without one, or without such an account that may sign in. */
export async function passwordOf(pool: Pool, name: string): Promise<string | null> {
  const row = parseRow(z.object({ password: z.string().nullable() }),
    await retrying(() => pool.query('select password from account where name = $1 and disabled_at is null', [name])))
  return row?.password ?? null
}

/** Sets a password and ends all other sessions: whoever knew the old one is out. */
export async function setPassword(pool: Pool, name: string, password: string, keepSession: string): Promise<void> {
  await inTransaction(pool, async client => {
    await client.query('update account set password = $2 where name = $1', [name, password])
    await client.query('delete from session where account = $1 and id <> $2', [name, keepSession])
    await client.query('delete from sign_in_link where account = $1', [name])
  })
}
