import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** What somebody did; written in the transaction that does it, never changed. */
export interface AuditEntry {
  readonly person: string
  /** `evidence.delete`. */
  readonly action: string
  /** What it was done to, by its id. */
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

export async function addAudit(client: PoolClient, organisation: string, { person, action, subject, details }: AuditEntry): Promise<void> {
  await client.query('insert into audit (organisation, person, action, subject, details) values ($1, $2, $3, $4, $5)',
    [organisation, JSON.stringify(person), action, JSON.stringify(subject), JSON.stringify(details)])
}

const auditRow = z.object({ at: z.date(), person: z.string(), action: z.string(), subject: z.string(), details: z.record(z.string(), z.unknown()) })

/** The newest first. */
export async function auditEntries({ pool, organisation }: Ledger, limit: number): Promise<(AuditEntry & { readonly at: Date })[]> {
  return parseRows(auditRow, await retrying(() => pool.query(`
    select at, person, action, subject, details from audit where organisation = $1 order by id desc limit $2`, [organisation, limit])))
}

/** One page, the newest first: those before an entry's number, with their numbers. */
export async function auditPage({ pool, organisation }: Ledger, before: number | null, limit: number): Promise<(AuditEntry & { readonly number: number; readonly at: Date })[]> {
  return parseRows(auditRow.extend({ number: z.number() }), await retrying(() => pool.query(`
    select id as number, at, person, action, subject, details from audit where organisation = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
  [organisation, before, limit])))
}
