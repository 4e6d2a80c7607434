import { z } from 'zod'
import type { Case } from '../../model/case.ts'
import type { VerdictRules } from '../../model/verdict.ts'
import { caseBody } from '../../store/cases/case-body.ts'
import type { CaseRow } from '../../store/cases/list-cases.ts'
import { caseRowOf } from '../../store/cases/list-cases.ts'
import { resolveCase } from '../../store/cases/resolve-case.ts'
import { verdictFrequency } from '../../store/decisions/verdicts.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { parseRow } from '../../store/postgres/rows.ts'
import { retrying } from '../../store/postgres/transaction.ts'

/** A case with what people entered about it, as both are now. */
export interface ReadCase {
  readonly case: Case
  readonly row: CaseRow
}

/**
 * A case by its id or by one it had earlier (`case.id` says which it has now), with its confidence told from people's verdicts of now.
 * Undefined when there is none.
 */
export async function readCase(ledger: Ledger, id: string, rules: VerdictRules): Promise<ReadCase | undefined> {
  const { pool, organisation } = ledger
  const now = await resolveCase(pool, organisation, id)
  if (now === undefined) return undefined
  const row = await caseRowOf(ledger, now)
  const stored = parseRow(z.object({ body: caseBody }), await retrying(() => pool.query(
    'select body from case_body where organisation = $1 and id = $2', [organisation, now])))
  if (row === undefined || stored === undefined) return undefined
  return { case: rules.withFrequency(stored.body, await verdictFrequency(ledger, now)), row }
}
