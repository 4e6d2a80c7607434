import * as z from 'zod'
import { SQL_NO_TIME } from '../../query/sql/sql-meta-field.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'

/** Events of one subject in one dataset that name an entity. */
export interface EntitySighting {
  /** Keys: `ip:192.0.2.7`. */
  readonly subject: string
  readonly entity: string
  readonly dataset: string
  readonly count: number
  /** Microseconds; null where no event has a time. */
  readonly first: number | null
  readonly last: number | null
}

const row = z.object({ subject: z.string(), entity: z.string(), dataset: z.string(), count: z.coerce.number(), first: z.coerce.number().nullable(), last: z.coerce.number().nullable() })

/**
 * Who was seen with entities whose key matches, the most often first. Reads the entities of all events of the organisation.
 *
 * @param pattern regular expression of RE2
 */
export async function entitySightings(reader: EventReader, pattern: string, limit: number): Promise<EntitySighting[]> {
  const parameters = new SqlParameters()
  const scope = scopeCondition(reader.scope, parameters)
  const wanted = parameters.text(pattern)
  const microseconds = (of: string) => `toUnixTimestamp64Micro(${of}(time, time < ${SQL_NO_TIME}))`
  const any = `countIf(time < ${SQL_NO_TIME}) = 0`
  const query = `SELECT subject, entity, dataset, toString(count()) AS count, if(${any}, NULL, toString(${microseconds('minIf')})) AS first, if(${any}, NULL, toString(${microseconds('maxIf')})) AS last
    FROM (SELECT subject, dataset, time, arrayJoin(arrayFilter(each -> match(each, ${wanted}), entities)) AS entity FROM events PREWHERE ${scope})
    GROUP BY subject, entity, dataset ORDER BY count() DESC, subject, entity, dataset LIMIT ${parameters.integer(limit)}`
  const found: EntitySighting[] = []
  for await (const each of readRows(reader, query, parameters)) found.push(row.parse(each))
  return found
}
