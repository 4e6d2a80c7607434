import type { Pool } from 'pg'
import { z } from 'zod'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** What people see has changed up to here. */
export interface SeenChanges {
  /** Of the cases, by organisation. */
  readonly generations: ReadonlyMap<string, number>
  /** The number of the newest decision of anybody. */
  readonly decision: number
}

/** A decision that came since. */
export interface NewDecision {
  readonly id: number
  readonly organisation: string
  readonly caseId: string
  readonly person: string
}

/** Decisions told at a time; who has missed more looks anew anyway. */
const DECISIONS_TOLD = 200

export async function seenChanges(pool: Pool): Promise<SeenChanges> {
  const generations = parseRows(z.object({ organisation: z.string(), generation: z.number() }), await retrying(() => pool.query('select organisation, generation from fold')))
  const newest = parseRow(z.object({ id: z.number() }), await retrying(() => pool.query('select coalesce(max(id), 0)::bigint as id from decision')))
  return { generations: new Map(generations.map(({ organisation, generation }) => [organisation, generation])), decision: newest?.id ?? 0 }
}

/** The decisions after one, the oldest first. */
export async function decisionsAfter(pool: Pool, decision: number): Promise<NewDecision[]> {
  const row = z.object({ id: z.number(), organisation: z.string(), caseId: z.string(), person: z.string() })
  return parseRows(row, await retrying(() => pool.query(
    'select id, organisation, case_id as "caseId", person from decision where id > $1 order by id limit $2', [decision, DECISIONS_TOLD])))
}
