import type { Query } from '../../query/query.ts'
import { queryTimes } from '../../query/query-times.ts'
import type { QueryTimes } from '../../query/query-times.ts'
import type { CompiledSql } from '../../query/sql/compile-sql.ts'
import { compileSql } from '../../query/sql/compile-sql.ts'
import { hasOtherNames } from '../../query/sql/sql-field.ts'
import { queryFields } from '../../query/query-fields.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import type { EventReader } from './event-reader.ts'
import { presentDatasets } from './present-datasets.ts'
import { scopeCondition } from './scope.ts'

/** A query compiled for one scope. */
export interface EventSearch {
  readonly compiled: CompiledSql
  /** The scope as a condition. */
  readonly scope: string
  /** Times outside which no event meets the query. */
  readonly times: QueryTimes
  readonly parameters: SqlParameters
}

/** Which datasets there are is asked only where names depend on them: it takes tens of milliseconds. */
export async function prepareSearch(reader: EventReader, query: Query, wanted: 'few' | 'all'): Promise<EventSearch> {
  const { scope, mappings, paths } = reader
  const parameters = new SqlParameters()
  const condition = scopeCondition(scope, parameters)
  const times = queryTimes(query)
  const needed = [...queryFields(query)].some(field => hasOtherNames(field, mappings))
  const datasets = needed ? await presentDatasets(reader, times) : null
  return {
    compiled: compileSql(query, { mappings, paths, datasets, matchesWhere: condition, wanted, parameters }), scope: condition, times, parameters,
  }
}
