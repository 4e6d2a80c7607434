import type { Mappings } from '../../model/mappings.ts'
import type { SqlParameters } from './sql-parameters.ts'

/** What the SQL of a query depends on beside the query. */
export interface SqlSurroundings {
  readonly mappings: Mappings
  /** All evidence of the organisation (hex SHA-256) and the paths it was found under: what `_path` speaks of. */
  readonly paths: ReadonlyMap<string, readonly string[]>
  /** The only datasets there are among the events that can meet the query; null where that is not known. */
  readonly datasets: ReadonlySet<string> | null
  /** Whether some event that counts is found by words of its own (stored-words.ts); true where that is not known. */
  readonly worded: boolean
  /** The condition for rows of `matches` to count. */
  readonly matchesWhere: string
  /** `few`: the answer is some events, and indexes pay; `all`: every row is looked at. */
  readonly wanted: 'few' | 'all'
  /** Where the query's values go. */
  readonly parameters: SqlParameters
}

/** The same while a query is compiled. */
export interface SqlContext extends SqlSurroundings {
  /** For odd events, of which SQL sees only what is about them: fields tell nothing. */
  readonly fieldsHidden: boolean
}
