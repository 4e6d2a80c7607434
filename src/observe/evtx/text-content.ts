import type { FieldValue } from '../../model/value.ts'
import type { SlotValue, Text } from './element.ts'
import { Fragment } from './element.ts'

/** The value of an attribute: a single slot's value as it is, several parts joined as text, null when all are empty. */
export function textValue(content: readonly Text[], slots: readonly SlotValue[]): FieldValue {
  let value: FieldValue = null
  for (const item of content) {
    const part = typeof item === 'string' ? item : slots[item]
    if (part !== undefined && !(part instanceof Fragment)) value = joinText(value, part)
  }
  return value
}

/** What was before and what follows: one value stays what it is, two become text. */
export function joinText(before: FieldValue, value: FieldValue): FieldValue {
  if (before === null) return value
  return value === null ? before : textOf(before) + textOf(value)
}

function textOf(value: FieldValue): string {
  return Array.isArray(value) ? value.map(textOf).join(',') : String(value)
}
