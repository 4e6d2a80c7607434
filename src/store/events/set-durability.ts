import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'

/** What an insert that was acknowledged survives: the death of any process, or the loss of power too. */
export type Durability = 'process' | 'power'

/** For `power` every inserted and merged part is on the disk before it counts (MergeTree settings). PostgreSQL and the evidence store always sync. */
export async function setDurability(client: ClickHouseClient, durability: Durability): Promise<void> {
  const sync = durability === 'power' ? 1 : 0
  const settings = ['fsync_after_insert', 'fsync_part_directory', 'min_rows_to_fsync_after_merge'].map(name => `${name} = ${sync}`).join(', ')
  for (const table of ['events', 'matches', 'holdings']) {
    const result = await client.query({ query: 'SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = {table: String}', query_params: { table }, format: 'JSONEachRow' })
    const [described] = engines.parse(await result.json())
    // Each change is written to the disk, which may be full.
    if (described?.engine_full.includes(settings) === true) continue
    await client.command({ query: `ALTER TABLE ${table} MODIFY SETTING ${settings}` })
  }
}

const engines = z.array(z.object({ engine_full: z.string() }))
