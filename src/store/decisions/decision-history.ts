import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { StoredDecision } from './decision.ts'

const decisionRow: z.ZodType<StoredDecision> = z.object({
  id: z.number(),
  kind: z.enum(['verdict', 'status', 'owner', 'note', 'together', 'apart', 'withdrawal']),
  value: z.string(),
  match: z.string(),
  person: z.string(),
  at: z.number(),
  enteredOn: z.string(),
  shownOn: z.string().nullable(),
  otherCase: z.string().nullable(),
  withdrawnBy: z.number().nullable(),
})

const DECISIONS = `
  select decision.id, decision.kind, decision.value, decision.match, decision.person, (extract(epoch from decision.at) * 1000000)::bigint as at,
    decision.case_id as "enteredOn", shown.case_id as "shownOn", others.case_id as "otherCase", withdrawal.id as "withdrawnBy"
  from decision join anchor on anchor.organisation = decision.organisation and anchor.match = decision.match
    left join case_finding shown on shown.organisation = anchor.organisation and shown.finding = anchor.finding
    left join anchor other on other.organisation = decision.organisation and other.match = decision.other
    left join case_finding others on others.organisation = other.organisation and others.finding = other.finding
    left join decision withdrawal on withdrawal.withdraws = decision.id
  where decision.organisation = $1`

/** Found from the case's findings, each by an index, whatever else was decided; `offset 0` holds the planner to it. */
const ON_CASE = `
  select entered.id
  from (select finding from case_finding where organisation = $1 and case_id = $2 offset 0) as member,
    lateral (select match from anchor where organisation = $1 and anchor.finding = member.finding offset 0) as held,
    lateral (select id from decision where organisation = $1 and decision.match = held.match
      union select id from decision where organisation = $1 and decision.other = held.match) as entered`

/**
 * Everything people entered about a case as it is now, what was taken back included, the newest first. Of together and apart, also what
 * was entered on the other case.
 */
export async function decisionsOf({ pool, organisation }: Ledger, id: string): Promise<StoredDecision[]> {
  // Prepared: planning so many joins takes longer than looking them up.
  const text = `${DECISIONS} and decision.id = any (array(${ON_CASE})) order by decision.id desc`
  return parseRows(decisionRow, await retrying(() => pool.query({ name: 'decisions-of-case', text, values: [organisation, id] })))
}

/** What people entered about matches that nothing holds any more: their evidence was deleted, or no rule says so now. The newest first. */
export async function decisionsWithoutEvidence({ pool, organisation }: Ledger, limit: number, before: number | null = null): Promise<StoredDecision[]> {
  return parseRows(decisionRow, await retrying(() => pool.query(
    `${DECISIONS} and shown.case_id is null and ($3::bigint is null or decision.id < $3) order by decision.id desc limit $2`, [organisation, limit, before])))
}

/** @throws {NoroshiError} `no-such-decision` */
export async function decisionById(database: Pool | PoolClient, organisation: string, id: number): Promise<StoredDecision> {
  const found = parseRow(decisionRow, await database.query(`${DECISIONS} and decision.id = $2`, [organisation, id]))
  if (found === undefined) throw new NoroshiError('no-such-decision', `there is no decision ${id}`)
  return found
}
