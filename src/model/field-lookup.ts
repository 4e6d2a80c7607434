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
  return name.includes('.') ? lookUpPath(fields, dottedName(name), 0) : undefined
}

/** What is inherited is no field; all of it is functions, but for `__proto__`, so that the usual case costs one access. */
function ownValue(fields: Fields, name: string): FieldValue | undefined {
  const value = fields[name]
  return typeof value === 'function' || (name === '__proto__' && !Object.hasOwn(fields, name)) ? undefined : value
}

/** Names with a blank are rare: which ones an object has is found once while it is looked at. Nobody adds a field to it meanwhile. */
let lookedAt: Fields | undefined
let spacedNames: Map<string, string> | undefined

function lookUpSpaced(fields: Fields, name: string): FieldValue | undefined {
  if (fields !== lookedAt) {
    lookedAt = fields
    spacedNames = undefined
    for (const key in fields) if (key.includes(' ') && Object.hasOwn(fields, key)) (spacedNames ??= new Map()).set(key.replaceAll(' ', ''), key)
  }
  const key = spacedNames?.get(name)
  return key === undefined ? undefined : fields[key]
}

/** A dotted name and the pieces of it that members are asked by, each made once: to make them takes longer than to look one up. */
class DottedName {
  readonly parts: readonly string[]
  readonly #pieces: (string | undefined)[] = []

  constructor(name: string) {
    this.parts = name.split('.')
  }

  /** The parts [from, to). */
  piece(from: number, to: number): string {
    const { length } = this.parts
    if (length > MAX_KEPT_PARTS) return this.parts.slice(from, to).join('.')
    return this.#pieces[from * length + to - 1] ??= this.parts.slice(from, to).join('.')
  }
}

/** Parts of a name whose pieces are kept: their number grows with its square. */
const MAX_KEPT_PARTS = 16

/** Names asked for before: rules, mappings and questions have the same ones again and again. Events may invent others. */
const knownNames = new Map<string, DottedName>()
const MAX_KNOWN_NAMES = 8_192
const MAX_KNOWN_LENGTH = 256

function dottedName(name: string): DottedName {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  const made = new DottedName(name)
  if (name.length > MAX_KNOWN_LENGTH) return made
  if (knownNames.size >= MAX_KNOWN_NAMES) knownNames.clear()
  knownNames.set(name, made)
  return made
}

/** Descends from a part of the name on; a key that itself contains dots is tried longest first, a list answers with all its members' values. */
function lookUpPath(value: FieldValue | undefined, name: DottedName, from: number): FieldValue | undefined {
  const { length } = name.parts
  if (from === length) return value
  if (Array.isArray(value)) {
    const found = value.map(member => lookUpPath(member, name, from)).filter(member => member !== undefined)
    return found.length === 0 ? undefined : found.length === 1 ? found[0] : found.flat()
  }
  if (!isFields(value)) return undefined
  for (let to = length; to > from; to--) {
    const member = ownValue(value, name.piece(from, to))
    if (member === undefined) continue
    const found = lookUpPath(member, name, to)
    if (found !== undefined) return found
  }
  return undefined
}
