import * as z from 'zod'
import type { CandidateBranch } from '../../model/event-candidates.ts'
import { sqlCandidates } from '../../query/sql/candidate-sql.ts'
import { SEARCH_COLUMN_NAMES } from '../../query/sql/search-column.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { ODDITY } from '../../query/sql/stored-event.ts'
import type { EventReader } from './event-reader.ts'
import { readRows } from './event-reader.ts'
import { scopeCondition } from './scope.ts'

const namesRow = z.object({ dataset: z.string(), odd: z.coerce.number(), names: z.array(z.string()) })

/**
 * By dataset the names under which the hunt language finds its stored events' fields; null where some event's names are not searchable. Reads the names
 * of every event: a second and a half of processor time a million.
 */
export async function storedFields(reader: EventReader): Promise<Map<string, ReadonlySet<string> | null>> {
  const parameters = new SqlParameters()
  const where = scopeCondition(reader.scope, parameters)
  const names = `arrayConcat(${SEARCH_COLUMN_NAMES.map(column => `groupUniqArrayArray(mapKeys(${column}))`).join(', ')})`
  const sql = `SELECT dataset, toString(countIf(oddity = ${ODDITY.odd})) AS odd, ${names} AS names FROM events PREWHERE ${where} GROUP BY dataset ORDER BY dataset`
  const fields = new Map<string, ReadonlySet<string> | null>()
  for await (const found of readRows(reader, sql, parameters)) {
    const row = namesRow.parse(found)
    fields.set(row.dataset, row.odd > 0 ? null : new Set(row.names))
  }
  return fields
}

const presentRow = z.object({ present: z.array(z.number()) })

/** Of each kind whether there may be an event. */
export async function presentKinds(reader: EventReader, kinds: readonly CandidateBranch[]): Promise<boolean[]> {
  const present: boolean[] = []
  for (let from = 0; from < kinds.length; from += KINDS_AT_A_TIME) {
    const parameters = new SqlParameters()
    const where = scopeCondition(reader.scope, parameters)
    const asked = kinds.slice(from, from + KINDS_AT_A_TIME).map(kind => `toUInt8(max(${sqlCandidates(kind, parameters)}))`)
    for await (const found of readRows(reader, `SELECT [${asked.join(', ')}] AS present FROM events PREWHERE ${where}`, parameters)) {
      present.push(...presentRow.parse(found).present.map(Boolean))
    }
  }
  return present
}

/** Each is a condition or two; more in one query take longer to read than to answer. */
const KINDS_AT_A_TIME = 100
