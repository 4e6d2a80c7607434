import { hash } from 'node:crypto'
import type { FieldValue } from '../model/value.ts'
import { isFields } from '../model/value.ts'
import { MAX_GROUP_LENGTH, MAX_VALUE_DEPTH } from './defaults.ts'

/** Hex digits that tell long values apart. */
const HASH_DIGITS = 16

/** A value as the name of a group: texts and numbers as they are, lists and objects as JSON, nothing and null as null. */
export function groupText(value: FieldValue | undefined): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'object' ? jsonText(value, MAX_VALUE_DEPTH) : String(value)
  if (text.length <= MAX_GROUP_LENGTH) return text
  return `${text.slice(0, MAX_GROUP_LENGTH)}… (${hash('sha256', text, 'hex').slice(0, HASH_DIGITS)})`
}

/** JSON with members in order of name, so that equal objects are one group; `bigint` in full. */
function jsonText(value: FieldValue, depth: number): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (depth === 0) return '"…"'
  if (Array.isArray(value)) return `[${value.map(member => jsonText(member, depth - 1)).join(',')}]`
  if (!isFields(value)) return 'null'
  return `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${jsonText(value[name] ?? null, depth - 1)}`).join(',')}}`
}
