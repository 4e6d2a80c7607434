import { isFields, type Fields, type FieldValue } from '../../../model/value.ts'
import { MAX_VALUE_DEPTH } from '../defaults.ts'

/** The plain members of a value: itself, or what is in the list it is, through lists in lists. Objects are none. */
export function membersOf(value: FieldValue | undefined): readonly Exclude<FieldValue, object>[] {
  if (value === undefined || isFields(value)) return []
  if (!isList(value)) return [value]
  const members: Exclude<FieldValue, object>[] = []
  const visit = (list: readonly FieldValue[], depth: number) => {
    for (const member of list) {
      if (isList(member)) {
        if (depth < MAX_VALUE_DEPTH) visit(member, depth + 1)
      } else if (!isFields(member)) members.push(member)
    }
  }
  visit(value, 1)
  return members
}

/** The members as text: numbers in decimal, `true`, `false`; `null` has no text. */
export function textsOf(value: FieldValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return membersOf(value).filter(member => member !== null).map(String)
}

/** Every string anywhere in the event, for keywords. Names of fields are not searched. */
export function allStrings(fields: Fields): readonly string[] {
  const strings: string[] = []
  const visit = (value: FieldValue, depth: number) => {
    if (typeof value === 'string') strings.push(value)
    else if (typeof value === 'object' && value !== null && depth < MAX_VALUE_DEPTH) {
      for (const member of Object.values(value)) visit(member, depth + 1)
    }
  }
  visit(fields, 0)
  return strings
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value)
}
