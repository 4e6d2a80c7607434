import { z } from 'zod'
import { addAudit } from '../ledger/audit.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'

const policyRow = z.object({ application: z.string(), policy: z.unknown(), reason: z.string(), person: z.string(), at: z.date() })

/** A policy that a person put in place of the configured one. What it says is the gateway's to read. */
export type KeptPolicy = Readonly<z.infer<typeof policyRow>>

type Who = { readonly person: string; readonly details?: Readonly<Record<string, unknown>> }

/** For each application the newest that was not withdrawn. */
export async function keptPolicies({ pool, organisation }: Ledger): Promise<KeptPolicy[]> {
  return parseRows(policyRow, await retrying(() => pool.query(`
    select distinct on (application) application, policy, reason, person, at from gateway_policy where organisation = $1 and withdrawn_at is null order by application, number desc`, [organisation])))
}

/** Puts it in place of the one before, which is withdrawn. */
export async function keepPolicy({ pool, organisation }: Ledger, { application, policy, reason }: Pick<KeptPolicy, 'application' | 'policy' | 'reason'>, { person, details = {} }: Who): Promise<void> {
  await inTransaction(pool, async client => {
    await client.query('update gateway_policy set withdrawn_at = now(), withdrawn_by = $3 where organisation = $1 and application = $2 and withdrawn_at is null', [organisation, application, person])
    await client.query('insert into gateway_policy (organisation, application, policy, reason, person) values ($1, $2, $3, $4, $5)', [organisation, application, JSON.stringify(policy), reason, person])
    await addAudit(client, organisation, { person, action: 'gateway.policy', subject: application, details: { ...details, policy, reason } })
  })
}

/** The configured one holds again. @returns whether there was another */
export async function withdrawPolicy({ pool, organisation }: Ledger, application: string, { person, details = {} }: Who): Promise<boolean> {
  return inTransaction(pool, async client => {
    const { rowCount } = await client.query('update gateway_policy set withdrawn_at = now(), withdrawn_by = $3 where organisation = $1 and application = $2 and withdrawn_at is null', [organisation, application, person])
    if (rowCount === 0) return false
    await addAudit(client, organisation, { person, action: 'gateway.policy.withdraw', subject: application, details })
    return true
  })
}
