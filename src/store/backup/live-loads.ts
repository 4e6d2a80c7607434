import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import { DigestSum } from '../../model/digest.ts'
import { parseRows } from '../postgres/rows.ts'
import { GROUP_EVENTS, GROUP_LOADS } from './defaults.ts'

const loadRow = z.object({
  load: z.number(), organisation: z.string(), state: z.enum(['live', 'ready']),
  events: z.number(), eventSum: z.string(), matches: z.number(), matchSum: z.string(),
})

/** A load whose rows are all in the event store. */
export type LiveLoad = z.infer<typeof loadRow>

/** Of all organisations, by number: those that are seen, and those that wait to be. */
export async function liveLoads(client: PoolClient): Promise<LiveLoad[]> {
  return parseRows(loadRow, await client.query(`
    select load, organisation, state, event_count as events, event_sum::text as "eventSum", match_count as matches, match_sum::text as "matchSum"
    from load where state in ('live', 'ready') order by load`))
}

/** Loads that are copied together: by number, so that a group stays the same when later loads come. */
export function loadGroups(loads: readonly LiveLoad[]): LiveLoad[][] {
  const groups: LiveLoad[][] = []
  let events = 0
  for (const load of loads) {
    const group = groups.at(-1)
    const isNew = group === undefined || events >= GROUP_EVENTS || Math.floor(group[0]!.load / GROUP_LOADS) !== Math.floor(load.load / GROUP_LOADS)
    if (isNew) {
      groups.push([load])
      events = load.events
    } else {
      group.push(load)
      events += load.events
    }
  }
  return groups
}

/** What loads add up to. */
export function digestsOf(loads: readonly LiveLoad[]): { readonly events: Digest; readonly matches: Digest } {
  const sum = (digests: readonly Digest[]) => {
    const total = new DigestSum()
    for (const digest of digests) total.merge(digest)
    return total.digest()
  }
  return {
    events: sum(loads.map(({ events, eventSum }) => ({ count: events, sum: BigInt(eventSum).toString(16) }))),
    matches: sum(loads.map(({ matches, matchSum }) => ({ count: matches, sum: BigInt(matchSum).toString(16) }))),
  }
}
