import type { Fields, FieldValue } from './value.ts'
import { isFields } from './value.ts'

/**
 * The value of a field by the name a rule or a query uses: as written; then without spaces in the event's names (`ThreatName` finds
 * `Threat Name`); then, for a dotted name, member by member, through lists. `undefined` means absent, which is not `null`.
 */
export function lookUpField(fields: Fields, name: string): FieldValue | undefined {
  const direct = ownValue(fields, name)
  if (direct !== undefined) return direct
  const spaced = lookUpSpaced(fields, name)
  if (spaced !== undefined) return spaced
  return name.includes('.') ? lookUpPath(fields, name.split('.'), 0) : undefined
}

/** What is inherited is no field; all of it is functions, but for `__proto__`, so that the usual case costs one access. */
function ownValue(fields: Fields, name: string): FieldValue | undefined {
  const value = fields[name]
  return typeof value === 'function' || (name === '__proto__' && !Object.hasOwn(fields, name)) ? undefined : value
}

/** Names with a blank are rare: which ones an object has is found once while it is looked at. Nobody adds a field to it meanwhile. */
let lookedAt: Fields | undefined
let spacedNames: ReadonlyMap<string, string> | undefined

function lookUpSpaced(fields: Fields, name: string): FieldValue | undefined {
  if (fields !== lookedAt) {
    lookedAt = fields
    const found = Object.keys(fields).filter(key => key.includes(' '))
    spacedNames = found.length === 0 ? undefined : new Map(found.map(key => [key.replaceAll(' ', ''), key]))
  }
  const key = spacedNames?.get(name)
  return key === undefined ? undefined : fields[key]
}

/** Descends `parts[from…]`; a key that itself contains dots is tried longest first, a list answers with all its members' values. */
function lookUpPath(value: FieldValue | undefined, parts: readonly string[], from: number): FieldValue | undefined {
  if (from === parts.length) return value
  if (Array.isArray(value)) {
    const found = value.map(member => lookUpPath(member, parts, from)).filter(member => member !== undefined)
    return found.length === 0 ? undefined : found.length === 1 ? found[0] : found.flat()
  }
  if (!isFields(value)) return undefined
  for (let to = parts.length; to > from; to--) {
    const member = ownValue(value, parts.slice(from, to).join('.'))
    if (member === undefined) continue
    const found = lookUpPath(member, parts, to)
    if (found !== undefined) return found
  }
  return undefined
}
