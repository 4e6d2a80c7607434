import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import { DigestSum } from '../../model/digest.ts'
import { parseRow } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'

const digestRow = z.object({ events: z.number(), event_sum: z.string(), matches: z.number(), match_sum: z.string() })

/** Of all events and matches that are seen: what the event store must hold, as the workers counted it. */
export async function digests({ pool, organisation }: Ledger): Promise<{ readonly events: Digest; readonly matches: Digest }> {
  const row = parseRow(digestRow, await retrying(() => pool.query(`
    select coalesce(sum(event_count), 0)::bigint as events, coalesce(sum(event_sum), 0)::text as event_sum,
      coalesce(sum(match_count), 0)::bigint as matches, coalesce(sum(match_sum), 0)::text as match_sum
    from load where organisation = $1 and state = 'live'`, [organisation])))!
  return { events: digestOf(row.events, row.event_sum), matches: digestOf(row.matches, row.match_sum) }
}

/** What is left to do, in chunks. */
export interface ChunkCounts {
  readonly waiting: number
  readonly done: number
  readonly quarantined: number
}

export async function chunkCounts({ pool, organisation }: Ledger): Promise<ChunkCounts> {
  const counts = z.object({ waiting: z.number(), done: z.number(), quarantined: z.number() })
  return parseRow(counts, await retrying(() => pool.query(`
    select count(*) filter (where chunk.state = 'waiting') as waiting, count(*) filter (where chunk.state = 'done') as done,
      count(*) filter (where chunk.state = 'quarantined') as quarantined
    from chunk join run on run.id = chunk.run where run.organisation = $1`, [organisation])))!
}

/** A sum of many ids may be longer than an id. */
function digestOf(count: number, sum: string): Digest {
  const total = new DigestSum()
  total.merge({ count, sum: BigInt(sum).toString(16) })
  return total.digest()
}
