import * as z from 'zod'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'

/** Events that are looked at for their names: enough that none which people ask for is missing, few enough for some milliseconds. */
const EVENTS_LOOKED_AT = 20_000

const row = z.object({ name: z.string() })

/** Names of fields that events have, the most frequent among the newest events first. */
export async function fieldNames(reader: EventReader, limit: number): Promise<string[]> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const sql = `SELECT name FROM (
      SELECT mapKeys(search) AS names FROM events WHERE ${where} ORDER BY organisation DESC, time DESC LIMIT ${EVENTS_LOOKED_AT}
    ) ARRAY JOIN names AS name GROUP BY name ORDER BY count() DESC, name LIMIT ${limit}`
  const names: string[] = []
  for await (const found of readRows(reader, sql, parameters)) names.push(row.parse(found).name)
  return names
}
