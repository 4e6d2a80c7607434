import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'

const DAY_MS = 86_400_000
const partitionRow = z.object({ partition: z.string().regex(/^\d{8}$/) })

/** Drops the packets of days (UTC) that ended longer ago than is kept, of all organisations; counts of minutes stay. @returns the days dropped, `20260131` */
export async function dropOldPackets(client: ClickHouseClient, nowMs: number, days: number): Promise<string[]> {
  const oldest = new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
  const answer = await client.query({
    query: `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = 'telescope_packets' AND active ORDER BY partition`,
    format: 'JSONEachRow',
  })
  const old = partitionRow.array().parse(await answer.json()).map(({ partition }) => partition).filter(partition => partition < oldest)
  for (const partition of old) await client.command({ query: `ALTER TABLE telescope_packets DROP PARTITION ${partition}` })
  return old
}
