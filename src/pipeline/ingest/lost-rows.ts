import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { brokenParts, removeBrokenParts } from '../../store/clickhouse/broken-parts.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import { scopeCondition } from '../../store/events/scope.ts'
import { digests } from '../../store/ledger/status.ts'
import { isDiskFull } from './disk-full.ts'
import type { IngestStore } from './ingest-store.ts'
import { countedDigests, eventScope } from './store-status.ts'

type Engines = Pick<IngestStore, 'clickhouse' | 'ledger'>

/** Rows that the ledger knows of and the event store has no more. */
export interface LostRows {
  readonly events: number
  readonly matches: number
}

/**
 * What was lost with parts of the event store, by counting: some ten milliseconds for ten million events. That the rest is what it should be `countedDigests` tells.
 *
 * @throws NoroshiError what the engines say
 */
export async function lostRows(store: Engines): Promise<LostRows> {
  // What becomes live after the ledger was asked is not missed.
  const { events, matches } = await digests(store.ledger)
  return { events: Math.max(0, events.count - await counted(store, 'events')), matches: Math.max(0, matches.count - await counted(store, 'matches')) }
}

/**
 * Removes parts of events and matches that were set aside as broken, if the event store holds exactly what the ledger says without them. Where others' rows are in
 * it too, whose ledger is not asked here, they stay; so they do on a server, which is its administrator's, and on a disk that is full again.
 *
 * @returns how many it removed
 * @throws NoroshiError what the engines say
 */
export async function removeRemadeParts(store: Engines): Promise<number> {
  const { client, kind } = store.clickhouse
  if (kind === 'external') return 0
  const parts = (await brokenParts(client)).filter(({ table }) => table === 'events' || table === 'matches')
  if (parts.length === 0 || await hasOthers(store)) return 0
  const { events, matches } = await digests(store.ledger)
  if (!isDeepStrictEqual(await countedDigests(store), { events, matches })) return 0
  try {
    await removeBrokenParts(client, parts)
  } catch (cause) {
    if (isDiskFull(cause)) return 0
    throw cause
  }
  return parts.length
}

const row = z.object({ count: z.coerce.number() })

async function counted(store: Engines, table: 'events' | 'matches'): Promise<number> {
  const parameters = new SqlParameters()
  const where = scopeCondition(await eventScope(store), parameters)
  return count(store, `SELECT toString(count()) AS count FROM ${table} WHERE ${where}`, parameters)
}

async function hasOthers(store: Engines): Promise<boolean> {
  const parameters = new SqlParameters()
  const isOther = `organisation != ${parameters.text(store.ledger.organisation)}`
  const some = (table: string) => `(SELECT count() FROM (SELECT 1 FROM ${table} WHERE ${isOther} LIMIT 1))`
  return await count(store, `SELECT toString(${some('events')} + ${some('matches')}) AS count`, parameters) > 0
}

async function count({ clickhouse: { client } }: Engines, query: string, parameters: SqlParameters): Promise<number> {
  try {
    const answer = await client.query({ query, query_params: parameters.values, format: 'JSONEachRow' })
    return row.parse((await answer.json())[0]).count
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
