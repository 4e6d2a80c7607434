import { lookUpField } from '../../model/field-lookup.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { KIND, plainTextKind, storedValue } from '../../query/sql/stored-value.ts'

/** Takes the values as they are found. */
export interface FoundValues {
  /** @param kind what goes before the text; empty where the text has it */
  add(name: string, kind: string, text: string): void
}

/**
 * The searchable form of an event's fields: every name that `lookUpField` answers, with the value it answers, as stored.
 *
 * Names are what queries use (`a.b` for a member, `ThreatName` also for `Threat Name`), so that SQL finds a field by one look-up. False
 * when that form would not mean the same: a name that is not well-formed, two fields under one name (`a.b` beside `a: {b}`), or a value
 * that `storedValue` refuses. Such an event is odd: it is kept whole and judged in memory.
 *
 * @param found told each name, in the order of the fields; what it was told before false counts for nothing
 */
export function flattenFields(fields: Fields, found: FoundValues): boolean {
  let plain = true
  for (const name in fields) {
    if (!Object.hasOwn(fields, name)) continue
    const value = fields[name] ?? null
    if (!addValue(name, value, found)) return false
    if (plain && (typeof value === 'object' && value !== null || name.includes(' ') || !isPlainName(name))) plain = false
  }
  return plain || addOthers(fields, found)
}

function addValue(name: string, value: FieldValue, found: FoundValues): boolean {
  if (typeof value === 'string') {
    const kind = plainTextKind(value)
    if (kind !== undefined) {
      found.add(name, kind, value)
      return true
    }
  }
  const stored = storedValue(value)
  if (stored === null) return false
  found.add(name, '', stored)
  return true
}

/** Written so that the usual name costs one scan. */
function isPlainName(name: string): boolean {
  return name.isWellFormed() && !name.includes('\0')
}

/** Names and their values; undefined where the value is `lookUpField`'s to tell: what is in lists, and names with blanks. */
type Names = Map<string, FieldValue | undefined>

/** The names beside those of the fields themselves. */
function addOthers(fields: Fields, found: FoundValues): boolean {
  const names: Names = new Map()
  for (const name of Object.keys(fields)) {
    if (!isPlainName(name)) return false
    names.set(name, undefined)
  }
  const own = [...names.keys()]
  for (const name of own) {
    const value = fields[name] ?? null
    if (typeof value === 'object' && value !== null && !addMembers(name, value, names)) return false
    if (!name.includes(' ')) continue
    const without = name.replaceAll(' ', '')
    if (own.includes(without)) continue
    if (names.has(without)) return false
    names.set(without, undefined)
  }
  for (const name of own) names.delete(name)
  for (const [name, known] of names) {
    const value = known === undefined ? lookUpField(fields, name) : known
    if (value === undefined || !addValue(name, value, found)) return false
  }
  return true
}

/** False when two members come to one name by different ways. */
function addMembers(path: string, value: FieldValue, names: Names): boolean {
  return isFields(value) ? addMembersOfOne(path, value, names) : addMembersOf(path, objectsIn(value), names)
}

/** Of an object that no list holds: a name that only one way leads to has the value at its end, which need not be looked up. */
function addMembersOfOne(path: string, object: Fields, names: Names): boolean {
  for (const name of Object.keys(object)) {
    const full = `${path}.${name}`
    if (names.has(full) || !isPlainName(name)) return false
    const value = object[name] ?? null
    names.set(full, value)
    if (typeof value === 'object' && value !== null && !addMembers(full, value, names)) return false
  }
  return true
}

function addMembersOf(path: string, objects: readonly Fields[], names: Names): boolean {
  const members = new Map<string, FieldValue[]>()
  for (const each of objects) {
    for (const name of Object.keys(each)) {
      const values = members.get(name)
      if (values === undefined) members.set(name, [each[name] ?? null])
      else values.push(each[name] ?? null)
    }
  }
  for (const [name, values] of members) {
    const full = `${path}.${name}`
    if (names.has(full) || !isPlainName(name)) return false
    names.set(full, undefined)
    const inner = values.flatMap(each => (isFields(each) ? [each] : objectsIn(each)))
    if (inner.length > 0 && !addMembersOf(full, inner, names)) return false
  }
  return true
}

function objectsIn(value: FieldValue): Fields[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((member: FieldValue) => (isFields(member) ? [member] : objectsIn(member)))
}

/** True when the stored value needs the folded form of its text beside it. */
export function isFolded(stored: string): boolean {
  return stored.startsWith(KIND.foldedText) || (stored.startsWith(KIND.list) && stored.includes(`\u0001${KIND.foldedText}`))
}
