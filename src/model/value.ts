/** What a field of an event may hold: JSON, plus `bigint` for integers that a double cannot hold exactly. */
export type FieldValue = string | number | bigint | boolean | null | readonly FieldValue[] | Fields

/** The fields of one event, under the names its source gave them. Absent and `null` are different. */
export interface Fields {
  readonly [name: string]: FieldValue
}

/** The same, while a decoder is still building it. */
export interface MutableFields {
  [name: string]: FieldValue
}

export function isFields(value: FieldValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object without a prototype, so that a field named `__proto__` or `constructor` is only a field. */
export function newFields(): MutableFields {
  return Object.create(null) as MutableFields
}
