import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { VerdictRules } from '../../model/verdict.ts'
import { verdictsOn } from '../decisions/verdicts.ts'
import { parseRow } from '../postgres/rows.ts'
import { caseBody } from './case-body.ts'
import { findingsOfCase } from './read-findings.ts'

const bodyRow = z.object({ body: caseBody, derived: caseBody.nullable() })

/** Makes the priority of a case, and the reasons for it, those under the verdicts of now; the next fold comes to the same. */
export async function rejudgeCase(client: PoolClient, organisation: string, id: string, rules: VerdictRules): Promise<void> {
  const stored = parseRow(bodyRow, await client.query('select body, derived from case_body where organisation = $1 and id = $2', [organisation, id]))
  if (stored === undefined) return
  const derived = stored.derived ?? stored.body
  const findings = await findingsOfCase(client, organisation, id)
  const verdicts = await verdictsOn(client, organisation, derived.findings)
  const shown = rules.judge(derived, findings, verdicts)
  await client.query('update case_body set body = $3, derived = $4 where organisation = $1 and id = $2',
    [organisation, id, JSON.stringify(shown), shown === derived ? null : JSON.stringify(derived)])
  // Without its hash the row is written by the next fold, whatever that comes to.
  await client.query(`update cases set priority = $3, hash = '' where organisation = $1 and id = $2`, [organisation, id, shown.priority])
}
