import { z } from 'zod'
import type { Verdict } from '../../model/verdict.ts'
import { VERDICTS } from '../../model/verdict.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** How many cases with findings of a rule people judged so; a case counts once, however many findings of the rule it has. */
export type RuleVerdictCounts = ReadonlyMap<Verdict, number>

/** The newest standing verdict on each finding that was judged. */
const JUDGED = `
  judged as (
    select distinct on (each.finding) each.finding, standing.value as verdict, standing.id as decision
    from (
      select finding, decision as id from judged_finding where organisation = $1
      union select finding, id from standing_decision where organisation = $1 and kind = 'verdict' and finding is not null
    ) as each join standing_decision standing on standing.id = each.id
    where standing.organisation = $1 and standing.kind = 'verdict'
    order by each.finding, standing.id desc),
  named as (
    select judged.*, part.rule
    from judged, lateral (
      select finding_part.rule->>'id' as rule from finding_part join load using (load)
      where finding_part.organisation = $1 and finding_part.finding collate "C" = judged.finding and load.state = 'live' limit 1) as part)`

const countRow = z.object({ rule: z.string(), verdict: z.enum(VERDICTS), cases: z.number() })

/** Of every rule in a case that was judged, by its key. Reads all findings that were judged. */
export async function ruleVerdicts({ pool, organisation }: Ledger): Promise<ReadonlyMap<string, RuleVerdictCounts>> {
  const rows = parseRows(countRow, await retrying(() => pool.query(
    `with ${JUDGED} select rule, verdict, count(distinct decision) as cases from named group by rule, verdict`, [organisation])))
  const counts = new Map<string, Map<Verdict, number>>()
  for (const { rule, verdict, cases } of rows) {
    const of = counts.get(rule) ?? new Map<Verdict, number>()
    counts.set(rule, of.set(verdict, cases))
  }
  return counts
}

/** Ids of a rule's findings that were judged so, at most so many. */
export async function findingsJudged({ pool, organisation }: Ledger, rule: string, verdict: Verdict, limit: number): Promise<readonly string[]> {
  const rows = parseRows(z.object({ finding: z.string() }), await retrying(() => pool.query(
    `with ${JUDGED} select finding from named where rule = $2 and verdict = $3 order by decision desc, finding limit $4`, [organisation, rule, verdict, limit])))
  return rows.map(({ finding }) => finding)
}
