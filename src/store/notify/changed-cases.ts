import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { caseBody } from '../cases/case-body.ts'
import { STATUSES } from '../decisions/decision.ts'
import { VERDICTS } from '../../model/verdict.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

const changedRow = z.object({
  id: z.string(), hash: z.string(), status: z.enum(STATUSES), owner: z.string().nullable(), verdict: z.enum(VERDICTS).nullable(),
  ruleKey: z.string(), subjectKey: z.string(), body: caseBody,
})

/** A case that is new or another than it was when it was looked at last. */
export type ChangedCase = z.infer<typeof changedRow>

const summaryRow = z.object({ caseId: z.string(), rule: z.string() })

/** Of a rule's summary as it is stored. */
const ruleSchema = z.object({ id: z.string(), techniques: z.array(z.string()).default([]) })

/** Every organisation, with how often its cases were folded: 0 before the first time. */
export async function organisationGenerations(pool: Pool): Promise<{ readonly organisation: string; readonly generation: number }[]> {
  return parseRows(z.object({ organisation: z.string(), generation: z.number() }), await retrying(() => pool.query(`
    select organisation.id as organisation, coalesce(fold.generation, 0) as generation from organisation left join fold on fold.organisation = organisation.id order by 1`)))
}

/** How far an organisation's cases were looked at; null when never. */
export async function lookedAt({ pool, organisation }: Ledger): Promise<number | null> {
  return parseRow(z.object({ generation: z.number() }), await retrying(() => pool.query('select generation from notify_state where organisation = $1', [organisation])))?.generation ?? null
}

/** The first look: what is there is no news. @param at milliseconds since the epoch */
export async function beginLooking(client: PoolClient, organisation: string, generation: number, at: number): Promise<void> {
  await client.query('insert into notify_case (organisation, case_id, hash) select organisation, id, hash from cases where organisation = $1 on conflict do nothing', [organisation])
  await client.query('insert into notify_state (organisation, generation, since) values ($1, $2, $3) on conflict do nothing', [organisation, generation, new Date(at)])
}

/** What no rule could speak of is looked at without being read. @param below a priority */
export async function passOver({ pool, organisation }: Ledger, below: number): Promise<void> {
  await retrying(() => pool.query(`
    insert into notify_case (organisation, case_id, hash) select organisation, id, hash from cases where organisation = $1 and priority < $2
    on conflict (organisation, case_id) do update set hash = excluded.hash where notify_case.hash <> excluded.hash`, [organisation, below]))
}

/** Those that changed since they were looked at, some at a time; empty when all were. */
export async function changedCases({ pool, organisation }: Ledger): Promise<ChangedCase[]> {
  return parseRows(changedRow, await retrying(() => pool.query(`
    select cases.id, cases.hash, cases.status, cases.owner, cases.verdict, cases.rule_key as "ruleKey", cases.subject_key as "subjectKey", case_body.body
    from cases join case_body using (organisation, id) left join notify_case on notify_case.organisation = cases.organisation and notify_case.case_id = cases.id
    where cases.organisation = $1 and notify_case.hash is distinct from cases.hash order by cases.id limit $2`, [organisation, CHANGED_AT_ONCE])))
}

const CHANGED_AT_ONCE = 500

/** A case as it is now, whatever was looked at; undefined when it is gone. */
export async function caseNow({ pool, organisation }: Ledger, id: string): Promise<ChangedCase | undefined> {
  return parseRow(changedRow, await retrying(() => pool.query(`
    select cases.id, cases.hash, cases.status, cases.owner, cases.verdict, cases.rule_key as "ruleKey", cases.subject_key as "subjectKey", case_body.body
    from cases join case_body using (organisation, id) where cases.organisation = $1 and cases.id = $2`, [organisation, id])))
}

/** What detection rules said of cases, by the case's id: their ids and the techniques they name. */
export async function rulesOfCases({ pool, organisation }: Ledger, ids: readonly string[]): Promise<Map<string, { readonly rules: Set<string>; readonly techniques: Set<string> }>> {
  const rows = parseRows(summaryRow, await retrying(() => pool.query(`
    select distinct case_finding.case_id as "caseId", finding_part.rule::text as rule
    from case_finding join finding_part on finding_part.organisation = case_finding.organisation and finding_part.finding collate "C" = case_finding.finding collate "C"
    where case_finding.organisation = $1 and case_finding.case_id = any ($2)`, [organisation, ids])))
  const found = new Map(ids.map(id => [id, { rules: new Set<string>(), techniques: new Set<string>() }]))
  for (const { caseId, rule } of rows) {
    // Parsed here: the database refuses texts that hold a zero character or half a pair.
    const { id, techniques } = ruleSchema.parse(JSON.parse(rule))
    found.get(caseId)?.rules.add(id)
    for (const technique of techniques) found.get(caseId)?.techniques.add(technique)
  }
  return found
}

/** Cases were looked at as they were: what has changed meanwhile is another hash, and comes again. */
export async function markLookedAt(client: PoolClient, organisation: string, cases: readonly Pick<ChangedCase, 'id' | 'hash'>[]): Promise<void> {
  await client.query(`
    insert into notify_case (organisation, case_id, hash) select $1, * from unnest($2::text[], $3::text[])
    on conflict (organisation, case_id) do update set hash = excluded.hash`, [organisation, cases.map(({ id }) => id), cases.map(({ hash }) => hash)])
}

/** All of a generation were. */
export async function finishLooking({ pool, organisation }: Ledger, generation: number): Promise<void> {
  await retrying(() => pool.query('update notify_state set generation = $2 where organisation = $1', [organisation, generation]))
}

/** What was told already of what a case holds now, also when it was another case, or two. */
export interface Told {
  readonly caseId: string
  readonly rule: string
  readonly channel: string
  readonly recipient: string
  /** The most urgent that was told. */
  readonly priority: number
}

const toldRow = z.object({ caseId: z.string(), rule: z.string(), channel: z.string(), recipient: z.string(), priority: z.number() })

export async function toldOfCases(client: PoolClient, organisation: string, ids: readonly string[]): Promise<Told[]> {
  return parseRows(toldRow, await client.query(`
    with lineage as (
      select case_finding.case_id as now, case_anchor.case_id as earlier from case_finding
        join case_anchor on case_anchor.organisation = case_finding.organisation and case_anchor.finding = case_finding.finding
      where case_finding.organisation = $1 and case_finding.case_id = any ($2)
      union select unnest($2::text[]), unnest($2::text[]))
    select lineage.now as "caseId", rule, channel, recipient, max(priority) as priority from lineage
      join notify_message on notify_message.organisation = $1 and notify_message.about = lineage.earlier and is_case
    group by 1, 2, 3, 4`, [organisation, ids]))
}

/** How many messages of a rule went to a recipient since a moment, and whether one of them was about something alike. */
export async function recentlyTold(
  client: Pick<PoolClient, 'query'>, organisation: string, { rule, channel, recipient, alike }: { readonly rule: string; readonly channel: string; readonly recipient: string; readonly alike: string },
  { alikeSince, countSince }: { readonly alikeSince: number; readonly countSince: number },
): Promise<{ readonly alike: boolean; readonly count: number }> {
  return parseRow(z.object({ alike: z.boolean(), count: z.number() }), await client.query(`
    select exists (
        select from notify_message where organisation = $1 and rule = $2 and channel = $3 and recipient = $4 and alike = $5 and created_at > $6 and state <> 'folded') as alike,
      (select count(*) from notify_message where organisation = $1 and rule = $2 and channel = $3 and recipient = $4 and created_at > $7 and state in ('waiting', 'delivered')
        and bundle is null) as count`,
  [organisation, rule, channel, recipient, alike, new Date(alikeSince), new Date(countSince)]))!
}


/** How many cases alike were folded since the last message to a recipient that was not. */
export async function foldedAlike(
  client: Pick<PoolClient, 'query'>, organisation: string, { rule, channel, recipient, alike }: { readonly rule: string; readonly channel: string; readonly recipient: string; readonly alike: string },
): Promise<number> {
  return parseRow(z.object({ count: z.number() }), await client.query(`
    select count(*) as count from notify_message where organisation = $1 and rule = $2 and channel = $3 and recipient = $4 and alike = $5 and state = 'folded'
      and number > coalesce((select max(number) from notify_message where organisation = $1 and rule = $2 and channel = $3 and recipient = $4 and alike = $5 and state <> 'folded'), 0)`,
  [organisation, rule, channel, recipient, alike]))!.count
}
