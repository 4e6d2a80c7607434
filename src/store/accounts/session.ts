import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { parseRow } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import { SEEN_MINUTES } from './defaults.ts'
import type { Person } from './person.ts'
import { ROLES, TLP_MARKINGS } from './person.ts'
import { hashSecret, newSecret } from './secret.ts'

/** How long a session holds. */
export interface SessionLimits {
  /** Without a request. */
  readonly idleMinutes: number
  /** From sign-in, whatever happens. */
  readonly hours: number
}

export interface Session {
  readonly id: string
  readonly csrf: string
  readonly byLink: boolean
  readonly createdAt: Date
}

export const personRow = {
  name: z.string(), displayName: z.string(), role: z.enum(ROLES), organisation: z.string(), clearance: z.enum(TLP_MARKINGS),
}

export const PERSON_COLUMNS = 'account.name, display_name as "displayName", role, organisation, clearance'

/** Opens a session; answers its secret, which is nowhere else. */
export async function openSession(pool: Pool, name: string, { byLink, address }: { readonly byLink: boolean; readonly address: string }): Promise<string> {
  const secret = newSecret()
  await retrying(() => pool.query('insert into session (id, hash, account, csrf, by_link, address) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    [randomUUID(), hashSecret(secret), name, newSecret(), byLink, address]))
  return secret
}

const sessionRow = z.object({ ...personRow, id: z.string(), csrf: z.string(), byLink: z.boolean(), createdAt: z.date(), stale: z.boolean() })

/** Who is behind a secret, with their rights of now; null when the session has ended. */
export async function findSession(pool: Pool, secret: string, { idleMinutes, hours }: SessionLimits): Promise<{ readonly person: Person; readonly session: Session } | null> {
  const row = parseRow(sessionRow, await retrying(() => pool.query(`
    select ${PERSON_COLUMNS}, session.id, csrf, by_link as "byLink", session.created_at as "createdAt", seen_at < now() - make_interval(mins => $4) as stale
    from session join account on account.name = session.account
    where hash = $1 and disabled_at is null and seen_at > now() - make_interval(mins => $2) and session.created_at > now() - make_interval(hours => $3)`,
  [hashSecret(secret), idleMinutes, hours, SEEN_MINUTES])))
  if (row === undefined) return null
  const { id, csrf, byLink, createdAt, stale, ...person } = row
  if (stale) await retrying(() => pool.query('update session set seen_at = now() where id = $1', [id]))
  return { person, session: { id, csrf, byLink, createdAt } }
}

export async function endSession(pool: Pool, id: string): Promise<void> {
  await retrying(() => pool.query('delete from session where id = $1', [id]))
}

/** Forgets sessions that can no longer be used. */
export async function forgetSessions(pool: Pool, { idleMinutes, hours }: SessionLimits): Promise<void> {
  await retrying(() => pool.query(`
    delete from session where seen_at < now() - make_interval(mins => $1) or created_at < now() - make_interval(hours => $2)`, [idleMinutes, hours]))
}
