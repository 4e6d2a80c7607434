import { SEARCH_COLUMN_NAMES } from '../../query/sql/search-column.ts'
import { NETWORKS_COLUMN, WORDS_COLUMN } from '../../query/sql/stored-words.ts'
import type { FileInsert } from '../clickhouse/open-clickhouse.ts'
import { INDEXES_OF_MERGES } from './events-tables.ts'
import { RAW_IS_FIELDS } from './raw-column.ts'

/** The columns of `EventEncoder`'s blocks, in their order. */
const EVENT_COLUMNS = [
  'organisation', 'load', 'id', 'time', 'dataset', 'sensor', 'evidence', 'record', 'offset', 'length', 'ordinal', 'flags', 'oddity', 'subject',
  'entities', 'raw', RAW_IS_FIELDS, 'fields', ...SEARCH_COLUMN_NAMES, WORDS_COLUMN, NETWORKS_COLUMN,
]

/** A part of so many rows or bytes is held twice or more while it is sorted and written. Half of it saves 80 MB and costs a third more of the engine's time, in merges. */
const SETTINGS = {
  exclude_materialize_skip_indexes_on_insert: INDEXES_OF_MERGES.join(','),
  min_insert_block_size_rows: '131072',
  min_insert_block_size_bytes: '134217728',
} as const

/** The insert of a spool file of `EventEncoder`'s blocks. Its dear indexes are left to merges: they cost as much as all the rest, and memory. */
export function eventInsert(path: string): FileInsert {
  return { table: 'events', columns: EVENT_COLUMNS, path, format: 'Native', settings: SETTINGS }
}

const MATCH_COLUMNS = [
  'organisation', 'load', 'id', 'detector', 'rule', 'event', 'time', 'evidence', 'offset', 'ordinal', 'subject', 'level',
]

/** The insert of a spool file of `MatchEncoder`'s blocks. */
export function matchInsert(path: string): FileInsert {
  return { table: 'matches', columns: MATCH_COLUMNS, path, format: 'Native' }
}
