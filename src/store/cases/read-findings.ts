import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import type { FindingPart } from '../../model/finding-part.ts'
import { findingOf, mergeParts } from '../../model/finding-part.ts'
import type { WeighedFinding } from '../../model/verdict.ts'
import { partRow } from '../ledger/finding-parts.ts'
import { parseRows } from '../postgres/rows.ts'
import { asking } from '../postgres/transaction.ts'

/** A finding as it is seen now, with its place in a case. */
export interface StoredFinding extends WeighedFinding {
  readonly caseId: string
  /** In the case, from 0. */
  readonly place: number
}

const memberRow = z.object({ finding: z.string(), caseId: z.string(), place: z.number(), before: z.number(), ruleBefore: z.number() })

const MEMBER = 'finding, case_id as "caseId", place, findings_before as before, rule_findings_before as "ruleBefore"'

/** The findings of a case in fold order, from a place on. One whose evidence was deleted since the last fold is left out. */
export async function findingsOfCase(
  database: Pool | PoolClient, organisation: string, id: string, from: number = 0, limit: number = Number.MAX_SAFE_INTEGER,
): Promise<StoredFinding[]> {
  const members = parseRows(memberRow, await asking(database, `
    select ${MEMBER} from case_finding where organisation = $1 and case_id = $2 and place >= $3 order by place limit $4`, [organisation, id, from, limit]))
  return withParts(database, organisation, members)
}

/** Findings by their ids; those that are not seen, or not folded into a case yet, are left out. */
export async function findingsByIds(database: Pool | PoolClient, organisation: string, findings: readonly string[]): Promise<StoredFinding[]> {
  const members = parseRows(memberRow, await asking(database, `
    select ${MEMBER} from case_finding where organisation = $1 and finding = any ($2) order by case_id, place`, [organisation, findings]))
  return withParts(database, organisation, members)
}

async function withParts(database: Pool | PoolClient, organisation: string, members: readonly z.infer<typeof memberRow>[]): Promise<StoredFinding[]> {
  const sums = await sumParts(database, organisation, members.map(({ finding }) => finding))
  return members.flatMap(({ finding, caseId, place, before, ruleBefore }) => {
    const sum = sums.get(finding)
    return sum === undefined ? [] : [{ finding: findingOf(sum), before: { findings: before, ruleFindings: ruleBefore }, caseId, place }]
  })
}

async function sumParts(database: Pool | PoolClient, organisation: string, findings: readonly string[]): Promise<Map<string, FindingPart>> {
  const sums = new Map<string, FindingPart>()
  const parts = parseRows(partRow, await asking(database, `
    select finding as id, detector, rule, subject, first, last, count, events from finding_part join load using (load)
    where finding_part.organisation = $1 and finding collate "C" = any ($2) and load.state = 'live' order by load desc`, [organisation, findings]))
  for (const part of parts) {
    const sum = sums.get(part.id)
    sums.set(part.id, sum === undefined ? part : mergeParts(sum, part))
  }
  return sums
}
