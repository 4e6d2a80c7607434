import { lookUpField } from '../src/model/field-lookup.ts'
import type { Fields, FieldValue } from '../src/model/value.ts'
import { isMetaField } from '../src/query/meta-fields.ts'
import type { QueryEvent } from '../src/query/query-event.ts'

/** Fields without a batch around them, for one-off questions; meta fields are given by name. */
export function fieldEvent(fields: Fields, meta: Fields = {}): QueryEvent {
  return {
    field: (name): FieldValue | undefined => (isMetaField(name) ? meta[name] : lookUpField(fields, name)),
    values: () => Object.values(fields),
  }
}
