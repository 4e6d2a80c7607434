import { lookUpField } from '../model/field-lookup.ts'
import type { Fields, FieldValue } from '../model/value.ts'
import { isMetaField } from './meta-fields.ts'
import type { QueryEvent } from './query-event.ts'

/** Fields without a batch around them, for one-off questions; meta fields are given by name. */
export function fieldEvent(fields: Fields, meta: Fields = {}): QueryEvent {
  return {
    field: (name): FieldValue | undefined => (isMetaField(name) ? meta[name] : lookUpField(fields, name)),
    values: () => Object.values(fields),
  }
}
