import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

/** SHA-256 of the evidence that was read with other rules than these: what a change of rules is not applied to yet. */
export async function outdatedEvidence({ pool, organisation }: Ledger, rulesetHash: string): Promise<readonly string[]> {
  const rows = parseRows(z.object({ evidence: z.string() }), await retrying(() => pool.query(
    // Cold evidence is read anew only when it is named: its events were taken out to stay out.
    `select evidence from run where organisation = $1 and state = 'current' and ruleset_hash <> $2
      and not exists (select from cold_evidence cold where cold.organisation = $1 and cold.evidence = run.evidence) order by id`, [organisation, rulesetHash])))
  return rows.map(({ evidence }) => evidence)
}
