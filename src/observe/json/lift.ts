import { isFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'

/**
 * Puts the members of the objects at a path on the record's top level, where rules look for them. What the record has there already
 * stays; so does the object lifted from. `*` in the path stands for any one name.
 */
export function lift(record: MutableFields, path: readonly string[]): void {
  for (const found of objectsAt(record, path)) addAbsent(record, found)
}

/** Adds the fields whose names the record does not have. */
export function addAbsent(record: MutableFields, others: Fields): void {
  for (const [name, value] of Object.entries(others)) {
    if (!Object.hasOwn(record, name)) setField(record, name, value)
  }
}

/** Sets a field whatever its name: assigning to `__proto__` would change what the object is. */
export function setField(record: MutableFields, name: string, value: FieldValue): void {
  if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
  else record[name] = value
}

/** A name with dots in it is a member too: `winlog.event_data` may be written as one name or as two. */
function objectsAt(value: FieldValue, path: readonly string[]): Fields[] {
  if (Array.isArray(value)) return value.flatMap((member: FieldValue) => objectsAt(member, path))
  if (!isFields(value)) return []
  if (path.length === 0) return [value]
  const found: Fields[] = []
  for (let length = path.length; length > 0; length--) {
    const rest = path.slice(length)
    if (length === 1 && path[0] === '*') for (const member of Object.values(value)) found.push(...objectsAt(member, rest))
    else {
      const name = path.slice(0, length).join('.')
      if (Object.hasOwn(value, name)) found.push(...objectsAt(value[name] ?? null, rest))
    }
  }
  return found
}
