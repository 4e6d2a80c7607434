import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** What one observer said of a warning; `before` and `total` are the observer's. */
export interface StoredSighting {
  readonly warning: string
  readonly observer: string
  /** In which it counts now. */
  readonly run: string
  /** What it had said before this run; null for nothing. */
  readonly before: unknown
  readonly total: unknown
}

const row = z.object({ warning: z.string(), observer: z.string(), run: z.string(), before: z.unknown(), total: z.unknown() })

/** What all observers said of these warnings. */
export async function findSightings({ pool, organisation }: Ledger, warnings: readonly string[]): Promise<StoredSighting[]> {
  return parseRows(row, await retrying(() => pool.query(`
    select warning, observer, run, before, total from telescope_sighting where organisation = $1 and warning = any($2) order by observer`, [organisation, warnings])))
}

/** Writes down what an observer says, over what it said before. A warning must be there once. */
export async function saveSightings({ pool, organisation }: Ledger, sightings: readonly StoredSighting[]): Promise<void> {
  if (sightings.length === 0) return
  await retrying(() => pool.query(`
    insert into telescope_sighting (organisation, warning, observer, run, before, total)
    select $1, warning, observer, run, before, total from json_to_recordset($2) as each (warning text, observer text, run text, before json, total json)
    on conflict (organisation, warning, observer) do update set run = excluded.run, before = excluded.before, total = excluded.total`,
  [organisation, JSON.stringify(sightings)]))
}
