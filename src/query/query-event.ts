import { MAX_VALUE_DEPTH } from './defaults.ts'
import type { FieldValue } from '../model/value.ts'
import { isFields } from '../model/value.ts'

/** An event as a query sees it, whatever holds it. */
export interface QueryEvent {
  /**
   * The value of a field or of a meta field (`META_FIELDS`), `undefined` when the event has none. `_time` is ISO 8601 UTC with
   * microseconds, or null; `_path` and `_rule` are lists.
   */
  field(name: string): FieldValue | undefined
  /** The values of all fields, meta fields aside, for free text. They may be lists and objects. */
  values(): Iterable<FieldValue>
}

/** True when the test holds for the value or, in a list, for a member. Objects are themselves, not their members. */
export function anyMember(value: FieldValue, test: (member: FieldValue) => boolean, depth = MAX_VALUE_DEPTH): boolean {
  if (!Array.isArray(value)) return test(value)
  return depth > 0 && value.some(member => anyMember(member, test, depth - 1))
}

/** True when the test holds for any string in the value, at any depth down to {@link MAX_VALUE_DEPTH}. */
export function anyString(value: FieldValue, test: (text: string) => boolean, depth = MAX_VALUE_DEPTH): boolean {
  if (typeof value === 'string') return test(value)
  if (depth === 0) return false
  if (Array.isArray(value)) return value.some(member => anyString(member, test, depth - 1))
  return isFields(value) && Object.values(value).some(member => anyString(member, test, depth - 1))
}
