import type { Fields, FieldValue } from '../../model/value.ts'
import { isFields, newFields } from '../../model/value.ts'

/** The member that stands for a value JSON has no word for; a member of the source with this name is wrapped once more. */
const SPECIAL = '\u0001'

/** The fields as JSON, reversible by {@link parseFields}: a `bigint`, `-0`, `NaN` and the infinities are `{"\u0001": text}`. */
export function fieldsText(fields: Fields): string {
  return needsMarks(fields) ? JSON.stringify(marked(fields)) : JSON.stringify(fields)
}

/** What {@link fieldsText} wrote. */
export function parseFields(text: string): Fields {
  const parsed: FieldValue = JSON.parse(text)
  const fields = text.includes('\\u0001') ? unmarked(parsed) : parsed
  return isFields(fields) ? fields : newFields()
}

function needsMarks(value: FieldValue): boolean {
  switch (typeof value) {
    case 'number':
      return !Number.isFinite(value) || Object.is(value, -0)
    case 'bigint':
      return true
    case 'object':
      if (value === null) return false
      if (Array.isArray(value)) return value.some(needsMarks)
      for (const name in value as Fields) if (name === SPECIAL || needsMarks((value as Fields)[name] ?? null)) return true
      return false
    default:
      return false
  }
}

/** How a `bigint` is written. */
export function mark(value: bigint): Fields {
  return { [SPECIAL]: `${value}n` }
}

function marked(value: FieldValue): FieldValue {
  if (typeof value === 'bigint') return mark(value)
  if (typeof value === 'number') return !Number.isFinite(value) || Object.is(value, -0) ? { [SPECIAL]: Object.is(value, -0) ? '-0' : String(value) } : value
  if (Array.isArray(value)) return value.map(marked)
  if (!isFields(value)) return value
  const copy = copyOf(value, marked)
  return Object.hasOwn(value, SPECIAL) ? { [SPECIAL]: copy } : copy
}

function unmarked(value: FieldValue): FieldValue {
  if (Array.isArray(value)) return value.map(unmarked)
  if (!isFields(value)) return value
  const special = Object.hasOwn(value, SPECIAL) ? value[SPECIAL] : undefined
  if (typeof special === 'string') return special.endsWith('n') ? BigInt(special.slice(0, -1)) : Number(special)
  return copyOf(isFields(special) ? special : value, unmarked)
}

function copyOf(fields: Fields, each: (value: FieldValue) => FieldValue): Fields {
  const copy = newFields()
  for (const name of Object.keys(fields)) copy[name] = each(fields[name] ?? null)
  return copy
}
