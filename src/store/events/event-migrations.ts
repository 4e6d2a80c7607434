import type { ClickHouseMigration } from '../clickhouse/migrate-clickhouse.ts'
import { HOLDINGS_TABLE } from '../register/holdings-table.ts'
import { TELESCOPE_TABLES } from '../telescope/telescope-tables.ts'
import { EVENTS_TABLES } from './events-tables.ts'
import { RAW_COLUMN_STEP } from './raw-column.ts'
import { SIGNALS_TABLE } from './signals-table.ts'

/** The event store's tables, step by step; a step that has run anywhere never changes again. */
export const EVENT_MIGRATIONS: readonly ClickHouseMigration[] = [
  { number: 1, name: 'events-and-matches', statements: EVENTS_TABLES },
  { number: 2, name: 'signals', statements: [SIGNALS_TABLE] },
  { number: 3, name: 'holdings', statements: [HOLDINGS_TABLE] },
  { number: 4, name: 'telescope', statements: TELESCOPE_TABLES },
  { number: 5, name: 'raw-is-fields', statements: RAW_COLUMN_STEP },
]
