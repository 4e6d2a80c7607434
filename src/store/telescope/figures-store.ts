import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** What a day brought, as far as one run of the sensor saw it; `figures` is the observer's. Times are ISO 8601. */
export interface StoredFigures {
  readonly day: string
  readonly since: string
  readonly until: string
  readonly packets: number
  readonly figures: unknown
}

/** Writes figures down, over earlier ones of the same run. */
export async function saveFigures({ pool, organisation }: Ledger, { day, since, until, packets, figures }: StoredFigures): Promise<void> {
  await retrying(() => pool.query(`
    insert into telescope_figures (organisation, day, since, until, packets, figures) values ($1, $2, $3, $4, $5, $6)
    on conflict (organisation, day, since) do update set until = excluded.until, packets = excluded.packets, figures = excluded.figures`,
  [organisation, day, since, until, packets, JSON.stringify(figures)]))
}

/** The figures of the last days that have some, oldest first; of each day those of the run that saw most. */
export async function lastFigures({ pool, organisation }: Ledger, days: number): Promise<unknown[]> {
  const rows = parseRows(z.object({ figures: z.unknown() }), await retrying(() => pool.query(`
    select figures from (select distinct on (day) day, figures from telescope_figures where organisation = $1 order by day desc, packets desc limit $2) last order by day`,
  [organisation, days])))
  return rows.map(({ figures }) => figures)
}

/** Whether some day's figures tell of infected hosts of the family. */
export async function hasFigured({ pool, organisation }: Ledger, family: string): Promise<boolean> {
  const { rowCount } = await retrying(() => pool.query(`
    select 1 from telescope_figures, json_array_elements(figures -> 'infected' -> 'byFamily') as row where organisation = $1 and row ->> 'key' = $2 limit 1`, [organisation, family]))
  return rowCount === 1
}
