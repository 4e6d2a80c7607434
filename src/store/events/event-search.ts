import type { Query } from '../../query/query.ts'
import { queryTimes } from '../../query/query-times.ts'
import type { QueryTimes } from '../../query/query-times.ts'
import type { CompiledSql } from '../../query/sql/compile-sql.ts'
import { compileSql } from '../../query/sql/compile-sql.ts'
import { hasOtherNames } from '../../query/sql/sql-field.ts'
import { queryFields } from '../../query/query-fields.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { scopeCondition } from './scope.ts'
import { knownUnusualEvents, unusualEvents } from './unusual-events.ts'

/** A query compiled for one scope. */
export interface EventSearch {
  readonly compiled: CompiledSql
  /** The scope as a condition. */
  readonly scope: string
  /** Times outside which no event meets the query. */
  readonly times: QueryTimes
  readonly parameters: SqlParameters
}

/** Which events there are is asked only where names depend on their datasets: it takes tens of milliseconds where more have come. */
export async function prepareSearch(reader: EventReader, query: Query, wanted: 'few' | 'all'): Promise<EventSearch> {
  const { scope, mappings, paths } = reader
  const parameters = new SqlParameters()
  const condition = scopeCondition(scope, parameters)
  const times = queryTimes(query)
  const needed = [...queryFields(query)].some(field => hasOtherNames(field, mappings))
  const known = needed ? await unusualEvents(reader) : knownUnusualEvents(reader)
  const surroundings = { mappings, paths, datasets: needed ? known?.datasets ?? null : null, worded: known?.worded ?? true, matchesWhere: condition, wanted, parameters }
  return { compiled: compileSql(query, surroundings), scope: condition, times, parameters }
}

/**
 * Where the certain or the open events of a search are found, those that meet another condition too. What reads little comes first (PREWHERE): to look into the
 * values of every event for a text took fourteen times as long as to look into those whose fields have it as JSON.
 */
export function searchedRows({ scope, compiled: { first, hint } }: EventSearch, condition: string, among = '1'): string {
  return first === null
    ? `events PREWHERE ${scope} AND ${condition} AND ${among} WHERE ${hint}`
    : `events PREWHERE ${scope} AND ${first} AND ${among} WHERE ${condition} AND ${hint}`
}
