import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import { storeErrorOf } from '../clickhouse/store-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

const sizeRow = z.object({
  dataset: z.string(), events: z.number(), bytes: z.number(), oldest: z.date(), recentEvents: z.number(), recentBytes: z.number(),
})

/** What is seen of one dataset. Of evidence with several, its bytes are shared out by their events. */
export type DatasetSize = z.infer<typeof sizeRow>

/** By dataset. @param recentDays what was received within these is told apart */
export async function datasetSizes({ pool, organisation }: Ledger, recentDays: number): Promise<DatasetSize[]> {
  return parseRows(sizeRow, await retrying(() => pool.query(`
    with part as (
      select load.evidence, first_seen, bytes, key as dataset, sum(value::bigint) as events
      from load join evidence on evidence.organisation = load.organisation and sha256 = load.evidence cross join json_each_text(datasets)
      where load.organisation = $1 and load.state = 'live' and datasets is not null group by 1, 2, 3, 4
    ), whole as (select evidence, sum(events) as events from part group by 1), share as (
      select dataset, part.events, first_seen, bytes * part.events / greatest(whole.events, 1) as bytes from part join whole using (evidence)
    )
    select dataset, sum(events)::bigint as events, round(sum(bytes))::bigint as bytes, min(first_seen) as oldest,
      coalesce(sum(events) filter (where first_seen > now() - make_interval(days => $2)), 0)::bigint as "recentEvents",
      coalesce(round(sum(bytes) filter (where first_seen > now() - make_interval(days => $2))), 0)::bigint as "recentBytes"
    from share group by dataset order by bytes desc, dataset`, [organisation, recentDays])))
}

/** Bytes on the disk, of all organisations. */
export interface StoredSizes {
  readonly events: number
  readonly state: number
  readonly evidence: number
  /** Of the content of all evidence, decompressed: what growth is measured in. */
  readonly content: number
  /** When the first evidence came; null when there is none. */
  readonly since: Date | null
}

/** @throws NoroshiError what the engines say */
export async function storedSizes({ pool }: Ledger, client: ClickHouseClient): Promise<StoredSizes> {
  const row = parseRow(z.object({ state: z.number(), evidence: z.number(), content: z.number(), since: z.date().nullable() }), await retrying(() => pool.query(`
    select pg_database_size(current_database()) as state, (select coalesce(sum(bytes), 0)::bigint from blob) as evidence,
      (select coalesce(sum(bytes), 0)::bigint from evidence) as content, (select min(first_seen) from evidence) as since`)))!
  try {
    const answer = await client.query({ query: 'SELECT toString(sum(bytes_on_disk)) AS bytes FROM system.parts WHERE database = currentDatabase() AND active', format: 'JSONEachRow' })
    const [{ bytes } = { bytes: 0 }] = z.array(z.object({ bytes: z.coerce.number() })).parse(await answer.json())
    return { ...row, events: bytes }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
