import type { PoolClient } from 'pg'
import { z } from 'zod'
import { parseRow } from '../postgres/rows.ts'
import { findingsByIds } from './read-findings.ts'
import type { Anchor } from './stored-case.ts'
import { anchorOf } from './stored-case.ts'

const anchorRow = z.object({ match: z.string(), event: z.string(), evidence: z.string(), finding: z.string() })

/** The first match of a case of the last generation. */
export async function anchorOfCase(client: PoolClient, organisation: string, id: string | undefined): Promise<Anchor | undefined> {
  if (id === undefined) return undefined
  return parseRow(anchorRow, await client.query('select match, event, evidence, finding from case_anchor where organisation = $1 and case_id = $2', [organisation, id]))
}

/** The first match of a finding as it is seen now. */
export async function anchorOfFinding(client: PoolClient, organisation: string, id: string): Promise<Anchor | undefined> {
  const [found] = await findingsByIds(client, organisation, [id])
  return found === undefined ? undefined : anchorOf(found)
}
