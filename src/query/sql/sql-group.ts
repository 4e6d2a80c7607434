import { MAX_GROUP_LENGTH } from '../defaults.ts'
import { isMetaField } from '../meta-fields.ts'
import type { SqlContext } from './sql-context.ts'
import { sqlField } from './sql-field.ts'
import { sqlMetaValue } from './sql-meta-field.ts'
import { KIND } from './stored-value.ts'

/** A field as the name of a group. */
export interface SqlGroup {
  /** What events are grouped by first: the stored value, of which there are few against the events. */
  readonly value: string
  /**
   * Of a column with such values, a tuple: the name, of a long one the beginning and the hash; null and empty without a name.
   * {@link groupName} reads it.
   */
  name(column: string): string
  /** Holds where only memory can tell the name; null when it never does. */
  readonly doubt: string | null
}

export function sqlGroup(field: string, context: SqlContext): SqlGroup {
  if (isMetaField(field)) {
    if (field === '_path' || field === '_rule') return { value: "''", name: sqlName, doubt: '1' }
    return { value: sqlMetaValue(field), name: sqlName, doubt: null }
  }
  const { value, doubt } = sqlField(field, context)
  const nameless = `(startsWith(${value}, '${KIND.object}') OR ${value} = '${KIND.list}' OR startsWith(${value}, '${KIND.list}\\x01'))`
  return { value, name: sqlName, doubt: doubt === null ? nameless : `(${nameless} OR ${doubt})` }
}

/** The name that {@link sqlGroup}'s tuple stands for, cut as `groupText` cuts it. */
export function groupName([text, hash]: readonly [string | null, string]): string | null {
  return text === null || text.length <= MAX_GROUP_LENGTH ? text : `${text.slice(0, MAX_GROUP_LENGTH)}… (${hash})`
}

function sqlName(value: string): string {
  const text = `multiIf(${value} IN ('', '${KIND.null}'), NULL, startsWith(${value}, '${KIND.foldedText}'), substring(${value}, position(${value}, '\\0') + 1), `
    + `startsWith(${value}, '${KIND.list}'), substring(substringIndex(${value}, '\\x01', 1), 2), substring(${value}, 2))`
  const long = `length(${text}) > ${MAX_GROUP_LENGTH}`
  return `tuple(if(${long}, substringUTF8(${text}, 1, ${MAX_GROUP_LENGTH + 1}), ${text}), if(${long}, substring(lower(hex(SHA256(assumeNotNull(${text})))), 1, 16), ''))`
}
