import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import type { JudgedFindings, Verdict, VerdictFrequency } from '../../model/verdict.ts'
import { VERDICTS } from '../../model/verdict.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { AnchorPlace } from './anchors.ts'

/** The verdicts that a fold takes into account. */
export interface FoldVerdicts {
  readonly verdicts: JudgedFindings
  /** How many there were, withdrawals included: where there are more by the time the fold is saved, it is made again. */
  readonly counted: number
}

const judgedRow = z.object({ id: z.number(), verdict: z.enum(VERDICTS), findings: z.array(z.string()), match: z.string(), finding: z.string().nullable() })

/** @param places where anchors are now, as far as it differs from what is written */
export async function foldVerdicts({ pool, organisation }: Ledger, places: readonly AnchorPlace[]): Promise<FoldVerdicts> {
  const counted = await countVerdicts(pool, organisation)
  const rows = parseRows(judgedRow, await retrying(() => pool.query(`${STANDING_VERDICTS} order by id`, [organisation])))
  const placed = new Map(places.map(({ match, finding }) => [match, finding]))
  const verdicts = new Map<string, Verdict>()
  for (const { verdict, findings, match, finding } of rows) {
    const anchored = placed.has(match) ? placed.get(match) ?? null : finding
    for (const id of anchored === null ? findings : [...findings, anchored]) verdicts.set(id, verdict)
  }
  return { verdicts, counted }
}

/** How many decisions may have changed a priority. Counted, since the newest may be written before an older one is. */
export async function countVerdicts(database: Pool | PoolClient, organisation: string): Promise<number> {
  return parseRow(z.object({ count: z.number() }), await database.query(`
    select count(*) from decision where organisation = $1 and kind in ('verdict', 'withdrawal')`, [organisation]))!.count
}

const STANDING_VERDICTS = `
  select id, value as verdict, match, finding,
    array(select finding from judged_finding where judged_finding.decision = standing_decision.id) as findings
  from standing_decision where organisation = $1 and kind = 'verdict'`

const verdictRow = z.object({ finding: z.string(), verdict: z.enum(VERDICTS) })

/** The newest standing verdict on each of these findings. */
export async function verdictsOn(client: PoolClient, organisation: string, findings: readonly string[]): Promise<JudgedFindings> {
  const rows = parseRows(verdictRow, await client.query(`
    select distinct on (judged.finding) judged.finding, value as verdict
    from (
      select finding, decision as id from judged_finding where organisation = $1 and finding = any ($2)
      union select finding, id from standing_decision where organisation = $1 and finding = any ($2) and kind = 'verdict'
    ) as judged join standing_decision using (id)
    where standing_decision.organisation = $1
    order by judged.finding, id desc`, [organisation, findings]))
  return new Map(rows.map(({ finding, verdict }) => [finding, verdict]))
}

const frequencyRow = z.object({
  seen: z.number(), judged: z.number(), benign: z.number(), subjectSeen: z.number(), subjectJudged: z.number(), subjectBenign: z.number(),
})

/** Prepared, since planning it takes longer than looking it up. */
const FREQUENCY = `
  select coalesce((select cases - 1 from rule_cases where organisation = $1 and rule_key = this.rule_key), 0) as seen,
    judged, benign, "subjectJudged", "subjectBenign",
    case when "subjectJudged" = 0 then 0 else (
      select count(*) - 1 from cases where organisation = $1 and rule_key = this.rule_key and subject_key = this.subject_key) end as "subjectSeen"
  from cases as this, lateral (
    select count(*) filter (where verdict <> 'undetermined') as judged,
      count(*) filter (where verdict in ('benign', 'false-positive')) as benign,
      count(*) filter (where verdict <> 'undetermined' and subject_key = this.subject_key) as "subjectJudged",
      count(*) filter (where verdict in ('benign', 'false-positive') and subject_key = this.subject_key) as "subjectBenign"
    from cases where organisation = $1 and rule_key = this.rule_key and verdict is not null and id <> this.id) as alike
  where this.organisation = $1 and this.id = $2`

/** How cases like this one were judged, itself left out: those of its rule and subject where people judged any, else those of its rule. */
export async function verdictFrequency({ pool, organisation }: Ledger, id: string): Promise<VerdictFrequency> {
  const row = parseRow(frequencyRow, await retrying(() => pool.query({ name: 'verdict-frequency', text: FREQUENCY, values: [organisation, id] })))!
  return row.subjectJudged > 0
    ? { by: 'subject', seen: row.subjectSeen, judged: row.subjectJudged, benign: row.subjectBenign }
    : { by: 'rule', seen: row.seen, judged: row.judged, benign: row.benign }
}
