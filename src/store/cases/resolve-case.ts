import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { seekAnchor } from '../decisions/anchors.ts'
import { parseRow } from '../postgres/rows.ts'
import { asking } from '../postgres/transaction.ts'

const idRow = z.object({ id: z.string() })
const anchorRow = z.object({ match: z.string(), event: z.string(), evidence: z.string(), finding: z.string() })

/**
 * The case that an id stands for now: itself, or, when cases were joined or begin earlier by now, the one that holds the finding or else
 * the match that it began with. Undefined when nothing of it is left, or there never was such a case.
 */
export async function resolveCase(database: Pool | PoolClient, organisation: string, id: string): Promise<string | undefined> {
  const current = parseRow(idRow, await asking(database, 'select id from cases where organisation = $1 and id = $2', [organisation, id]))
  if (current !== undefined) return current.id
  const anchor = parseRow(anchorRow, await asking(database, `
    select match, event, evidence, finding from case_anchor where organisation = $1 and case_id = $2`, [organisation, id]))
  if (anchor === undefined) return undefined
  const holder = await caseOfFinding(database, organisation, anchor.finding)
  if (holder !== undefined) return holder
  const { finding } = await seekAnchor(database, organisation, anchor)
  return finding === null ? undefined : caseOfFinding(database, organisation, finding)
}

export async function caseOfFinding(database: Pool | PoolClient, organisation: string, finding: string): Promise<string | undefined> {
  return parseRow(idRow, await asking(database, `
    select case_id as id from case_finding where organisation = $1 and finding = $2`, [organisation, finding]))?.id
}
