import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import { PURGE_AFTER_S } from './defaults.ts'
import type { Ledger } from './ledger.ts'

/**
 * Dead loads whose rows the event store should delete, oldest first. Only when that is done may {@link forgetLoads} be told, since a
 * load that nobody knows is not hidden. Those that died since ordered stages looked last stay: by them it is known that what stages state
 * is outdated.
 *
 * @param afterSeconds how long a load must have been dead: an insert that outlived its worker must have ended by then
 */
export async function deadLoadsToPurge({ pool, organisation }: Ledger, limit: number, afterSeconds: number = PURGE_AFTER_S): Promise<number[]> {
  const rows = parseRows(z.object({ load: z.number() }), await retrying(() => pool.query(`
    select load from load
    where organisation = $1 and state = 'dead' and ended_at <= now() - make_interval(secs => $2) and not exists (
      select from stage where stage.organisation = $1 and stage.load is not null and load.dead_at > stage.seen and load.run > 0
    ) order by load limit $3`,
  [organisation, afterSeconds, limit])))
  return rows.map(({ load }) => load)
}

/** The event store holds no rows of these any more. Loads that are not dead stay. */
export async function forgetLoads({ pool, organisation }: Ledger, loads: readonly number[]): Promise<void> {
  await retrying(() => pool.query(`delete from load where organisation = $1 and state = 'dead' and load = any ($2)`, [organisation, loads]))
}
