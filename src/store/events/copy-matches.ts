import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import type { EventPosition } from '../../model/event-order.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { GIVES_WAY } from '../clickhouse/precedence.ts'
import { storeErrorOf } from '../clickhouse/store-error.ts'

const COLUMNS = 'id, detector, rule, event, time, evidence, offset, ordinal, subject, level'

/** Writes the matches of one load down once more under another, those up to a place in the order of the house. @throws NoroshiError what the engine says */
export async function copyMatches(client: ClickHouseClient, organisation: string, from: number, to: number, until: EventPosition): Promise<void> {
  const parameters = new SqlParameters()
  const place = `(toInt64(${parameters.integer(until.time ?? Number.MAX_SAFE_INTEGER)}), ${parameters.text(until.evidence)}, ${parameters.integer(until.offset)}, ${parameters.integer(until.ordinal)})`
  const query = `
    INSERT INTO matches (organisation, load, ${COLUMNS}) SELECT organisation, ${parameters.integer(to)}, ${COLUMNS} FROM matches
    WHERE organisation = ${parameters.text(organisation)} AND load = ${parameters.integer(from)}
      AND (toUnixTimestamp64Micro(time), lower(hex(evidence)), offset, ordinal) <= ${place}`
  await client.command({ query, query_params: parameters.values, clickhouse_settings: GIVES_WAY }).catch((cause: unknown) => {
    throw storeErrorOf(cause)
  })
}

/** How many matches a load has. @throws NoroshiError what the engine says */
export async function countMatches(client: ClickHouseClient, organisation: string, load: number): Promise<number> {
  const parameters = new SqlParameters()
  try {
    const answer = await client.query({
      query: `SELECT toUInt32(count()) AS count FROM matches WHERE organisation = ${parameters.text(organisation)} AND load = ${parameters.integer(load)}`,
      query_params: parameters.values, format: 'JSONEachRow',
    })
    return z.object({ count: z.number() }).array().parse(await answer.json())[0]?.count ?? 0
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
