import { parsedJson } from './all-texts.ts'
import { MAXIMUM_DEPTH, MAXIMUM_VALUES } from './defaults.ts'

/** What stands under a name in a JSON value. */
export interface NamedValues {
  readonly name: string
  /** One, or those of a list, as texts. */
  readonly values: readonly string[]
}

/** Every text and number of a JSON value by the name of the member that holds it, or holds the list that it stands in; strings of JSON are followed. */
export function namedValues(value: unknown, most: number = MAXIMUM_VALUES): NamedValues[] {
  const found: NamedValues[] = []
  let count = 0
  const waiting: { readonly name: string; readonly value: unknown; readonly inner: number }[] = [{ name: '', value, inner: 0 }]
  for (let next = waiting.pop(); next !== undefined && count < most; next = waiting.pop()) {
    const { name, value: each, inner } = next
    const parsed = typeof each === 'string' && inner < MAXIMUM_DEPTH ? parsedJson(each) : null
    if (parsed !== null) waiting.push({ name, value: parsed, inner: inner + 1 })
    else if (isScalar(each)) found.push({ name, values: [String(each)] })
    else if (Array.isArray(each)) {
      const values = each.filter(isScalar).map(String)
      count += values.length
      if (values.length > 0) found.push({ name, values })
      for (const member of each.toReversed()) if (!isScalar(member) || (typeof member === 'string' && parsedJson(member) !== null)) waiting.push({ name, value: member, inner })
    } else if (typeof each === 'object' && each !== null) for (const [own, member] of Object.entries(each).toReversed()) waiting.push({ name: own, value: member, inner })
    count++
  }
  return found
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
