import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { addAudit } from '../ledger/audit.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { MOST_EXCEPTIONS } from './defaults.ts'

/** What an exception is about: one verdict, by its mark. */
export const exceptedSchema = z.object({
  mark: z.string(), application: z.string(), layer: z.string(), kind: z.string(), origin: z.string(), event: z.string(), verdict: z.object({ en: z.string(), ja: z.string() }), reason: z.string(),
})

export type Excepted = Readonly<z.infer<typeof exceptedSchema>>

export const exceptionRow = exceptedSchema.extend({
  id: z.string(), number: z.number(), person: z.string(), createdAt: z.date(), expiresAt: z.date(), endedAt: z.date().nullable(), endedBy: z.string().nullable(), uses: z.number(), usedAt: z.date().nullable(),
})

/** A verdict of the gateway that a person marked as wrong. */
export type VerdictException = Readonly<z.infer<typeof exceptionRow>>

/** An entry of the audit trail beside what the exception itself says. */
type Who = { readonly person: string; readonly details?: Readonly<Record<string, unknown>> }

const COLUMNS = `id, number, mark, application, layer, kind, origin, event, verdict, reason, person, created_at as "createdAt", expires_at as "expiresAt", ended_at as "endedAt",
  ended_by as "endedBy", uses, used_at as "usedAt"`

/** @returns its id; null where the verdict is lifted already, or too many are */
export async function addException({ pool, organisation }: Ledger, excepted: Excepted, days: number, { person, details = {} }: Who): Promise<string | null> {
  const { mark, application, layer, kind, origin, event, verdict, reason } = excepted
  const id = randomUUID()
  return inTransaction(pool, async client => {
    await client.query('update gateway_exception set ended_at = expires_at where organisation = $1 and ended_at is null and expires_at <= now()', [organisation])
    const { rowCount } = await client.query(`
      insert into gateway_exception (organisation, id, mark, application, layer, kind, origin, event, verdict, reason, person, expires_at)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + make_interval(days => $12)
      where (select count(*) from gateway_exception where organisation = $1 and ended_at is null) < $13 on conflict do nothing`,
    [organisation, id, mark, application, layer, kind, origin, event, JSON.stringify(verdict), reason, person, days, MOST_EXCEPTIONS])
    if (rowCount !== 1) return null
    await addAudit(client, organisation, { person, action: 'gateway.exception', subject: id, details: { ...details, mark, application, layer, kind, origin, event, reason, days } })
    return id
  })
}

/** @returns whether it held until now */
export async function endException({ pool, organisation }: Ledger, id: string, { person, details = {} }: Who): Promise<boolean> {
  return inTransaction(pool, async client => {
    const { rowCount } = await client.query('update gateway_exception set ended_at = now(), ended_by = $3 where organisation = $1 and id = $2 and ended_at is null and expires_at > now()', [organisation, id, person])
    if (rowCount === 1) await addAudit(client, organisation, { person, action: 'gateway.exception.end', subject: id, details })
    return rowCount === 1
  })
}

/** The newest first; those that hold no longer too. */
export async function listExceptions({ pool, organisation }: Ledger, before: number | null, limit: number): Promise<VerdictException[]> {
  return parseRows(exceptionRow, await retrying(() => pool.query(`
    select ${COLUMNS} from gateway_exception where organisation = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`, [organisation, before, limit])))
}

/** By its id; undefined for none. */
export async function findException({ pool, organisation }: Ledger, id: string): Promise<VerdictException | undefined> {
  return parseRow(exceptionRow, await retrying(() => pool.query(`select ${COLUMNS} from gateway_exception where organisation = $1 and id::text = $2`, [organisation, id])))
}

const openRow = z.object({ id: z.string(), mark: z.string(), expiresAt: z.date() })

/** Those that hold now: by them the gateway lifts verdicts. */
export async function openExceptions({ pool, organisation }: Ledger): Promise<z.infer<typeof openRow>[]> {
  return parseRows(openRow, await retrying(() => pool.query(`
    select id, mark, expires_at as "expiresAt" from gateway_exception where organisation = $1 and ended_at is null and expires_at > now()`, [organisation])))
}

/** Adds to how often each lifted a verdict. Done twice, it counts twice: uses are told in the records one by one, and here in sum. */
export async function countUses({ pool, organisation }: Ledger, uses: ReadonlyMap<string, number>): Promise<void> {
  await pool.query(`
    update gateway_exception set uses = gateway_exception.uses + given.uses, used_at = now()
    from unnest($2::uuid[], $3::bigint[]) as given (id, uses) where gateway_exception.organisation = $1 and gateway_exception.id = given.id`,
  [organisation, [...uses.keys()], [...uses.values()]])
}
