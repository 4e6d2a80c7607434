import type { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { WAITED_FOR } from '../clickhouse/precedence.ts'

/** Which rows of the event store count, for whom and as of when. */
export interface EventScope {
  readonly organisation: string
  /** The newest load that is looked at. */
  readonly position: number
  /** Loads up to the position that are open or dead: nobody ever sees half a chunk. */
  readonly hiddenLoads: readonly number[]
}

/**
 * The condition that every query of `events` and `matches` carries (docs/design.md §3), the expert's too ({@link expertSettings}). There is
 * no other way to these tables.
 */
export function scopeCondition({ organisation, position, hiddenLoads }: EventScope, parameters: SqlParameters): string {
  const hidden = hiddenLoads.length === 0 ? '' : ` AND load NOT IN ${parameters.integers(hiddenLoads)}`
  return `organisation = ${parameters.text(organisation)} AND load <= ${parameters.integer(position)}${hidden}`
}

/** What a query of the expert may cost. */
export interface ExpertLimits {
  readonly seconds: number
  readonly rows: number
  readonly bytes: number
}

/**
 * Settings under which an expert's own SQL, once `expertProblem` has nothing against it, may run: reading only, the scope added to the tables by the engine wherever they are named, and
 * limits. The organisation goes in as hexadecimal digits, the loads as numbers: nothing of it can be read as SQL.
 */
export function expertSettings({ organisation, position, hiddenLoads }: EventScope, limits: ExpertLimits): Record<string, string> {
  const name = `unhex(\\'${Buffer.from(organisation).toString('hex')}\\')`
  const hidden = hiddenLoads.length === 0 ? '' : ` AND load NOT IN (${hiddenLoads.join(', ')})`
  const filter = `organisation = ${name} AND load <= ${position}${hidden}`
  return {
    ...WAITED_FOR,
    additional_table_filters: `{'events': '${filter}', 'matches': '${filter}'}`,
    max_execution_time: String(limits.seconds),
    max_result_rows: String(limits.rows),
    result_overflow_mode: 'throw',
    max_memory_usage: String(limits.bytes),
    readonly: '1',
  }
}
