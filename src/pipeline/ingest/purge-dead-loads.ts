import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { deadLoadsToPurge, forgetLoads } from '../../store/ledger/purge.ts'
import { LOADS_PURGED } from './defaults.ts'
import { isDiskFull } from './disk-full.ts'

/**
 * Deletes the rows of loads that have long been dead, some of them at a time: nobody sees them meanwhile. Only when they are gone is the
 * load forgotten. On a full disk nothing is deleted, which needs room too: the next start will.
 *
 * @param afterSeconds how long a load must have been dead
 * @returns how many loads
 */
export async function purgeDeadLoads({ client }: ClickHouse, ledger: Ledger, afterSeconds?: number): Promise<number> {
  const loads = await deadLoadsToPurge(ledger, LOADS_PURGED, afterSeconds)
  if (loads.length === 0) return 0
  try {
    for (const table of ['events', 'matches', 'signals', 'holdings', 'telescope_minutes', 'telescope_packets']) {
      await client.command({
        query: `DELETE FROM ${table} WHERE organisation = {organisation: String} AND load IN {loads: Array(UInt64)}`,
        query_params: { organisation: ledger.organisation, loads },
        clickhouse_settings: { lightweight_deletes_sync: '2' },
      })
    }
  } catch (cause) {
    const error = storeErrorOf(cause)
    if (isDiskFull(error)) return 0
    throw error
  }
  await forgetLoads(ledger, loads)
  return loads.length
}
