import type { Case } from '../../model/case.ts'
import type { VerdictRules } from '../../model/verdict.ts'
import type { CaseRow } from '../../store/cases/list-cases.ts'
import { caseWithBody } from '../../store/cases/list-cases.ts'
import { resolveCase } from '../../store/cases/resolve-case.ts'
import { verdictFrequency } from '../../store/decisions/verdicts.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'

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
  const found = await caseWithBody(ledger, id) ?? await earlierCase(ledger, id)
  if (found === undefined) return undefined
  const { row, body } = found
  return { case: rules.withFrequency(body, await verdictFrequency(ledger, row.id)), row }
}

/** By an id that it had before. */
async function earlierCase(ledger: Ledger, id: string): ReturnType<typeof caseWithBody> {
  const now = await resolveCase(ledger.pool, ledger.organisation, id)
  return now === undefined ? undefined : caseWithBody(ledger, now)
}
