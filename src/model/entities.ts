import type { Entity, EntityType } from './entity.ts'
import type { DatasetView } from './mappings.ts'
import { shortIpv6 } from './short-ipv6.ts'
import type { Fields, FieldValue } from './value.ts'

/** Longest value kept as an entity; anything longer is not a name. */
export const MAX_ENTITY_LENGTH = 1_024

/** How many members of one list field are looked at. */
const MAX_MEMBERS = 32

/** Values that sources write where they know nothing, or that every machine has: they name nobody. */
export const NOBODY = new Set([
  '', '-', 'n/a', 'null', 'none', 'unknown', 'localhost', '127.0.0.1', '::1', '0.0.0.0', '::', 'system', 'local service', 'network service',
  'nt authority\\system', 'nt authority\\local service', 'nt authority\\network service', 's-1-5-18', 's-1-5-19', 's-1-5-20', 's-1-0-0',
  'anonymous logon', 'nt authority\\anonymous logon', 'window manager\\dwm-1', 'font driver host\\umfd-0',
])

/** The one normalisation of names (docs/design.md §1): the same thing written two ways is one entity. Null when it names nobody. */
export function entity(type: EntityType, value: FieldValue | undefined): Entity | null {
  if (typeof value === 'number') return named(type, String(value))
  if (typeof value !== 'string') return null
  if (value.length > MAX_KEPT_LENGTH) return named(type, value)
  let kept = keptNames.get(type)
  if (kept === undefined) keptNames.set(type, kept = new Map())
  let found = kept.get(value)
  if (found === undefined) {
    found = named(type, value)
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(value, found)
  }
  return found
}

/** What texts name, by type: few names come again and again, and lists of them are then lists of the same few objects. */
const keptNames = new Map<EntityType, Map<string, Entity | null>>()

/** Texts of each type that are kept, and the characters of the longest: together at most some megabytes. */
const MAX_KEPT = 2_048
const MAX_KEPT_LENGTH = 256

function named(type: EntityType, value: string): Entity | null {
  const text = normalise(type, value.trim())
  return text.length > MAX_ENTITY_LENGTH || NOBODY.has(text) ? null : { type, value: text }
}

function normalise(type: EntityType, text: string): string {
  switch (type) {
    case 'url':
    case 'evidence':
      return text
    case 'host':
    case 'domain':
      return text.toLowerCase().replace(/\.$/, '')
    case 'ip':
      return text.includes(':') ? shortIpv6(text) : text.toLowerCase()
    default:
      return text.toLowerCase()
  }
}

/** Whom a match on this event is about: the first of the dataset's subject fields that names somebody, else the evidence. */
export function subjectOf(view: DatasetView, fields: Fields, evidence: string): Entity {
  for (const { type, field } of view.subject) {
    for (const value of membersOf(view.lookUp(fields, field))) {
      const found = entity(type, value)
      if (found !== null) return found
    }
  }
  return { type: 'evidence', value: evidence }
}

/** Everything the event names, distinct, in the order of the mapping. */
export function entitiesOf(view: DatasetView, fields: Fields): Entity[] {
  const found = new Map<string, Entity>()
  const add = (each: Entity | null) => { if (each !== null) found.set(entityKey(each), each) }
  for (const { type, fields: names } of view.entities) {
    for (const name of names) {
      const value = view.lookUp(fields, name)
      if (typeof value === 'string' && type !== 'hash') add(entity(type, value))
      else for (const member of membersOf(value)) entitiesIn(type, member).forEach(add)
    }
  }
  return [...found.values()]
}

/** What one value of a field of entities names; one of hashes may name several. */
export function entitiesIn(type: EntityType, value: FieldValue): Entity[] {
  return (type === 'hash' ? hashesIn(value) : [value]).flatMap(part => entity(type, part) ?? [])
}

export function entityKey({ type, value }: Entity): string {
  return `${type}:${value}`
}

/** The values that a field names somebody by: of a list the first members. */
export function membersOf(value: FieldValue | undefined): readonly FieldValue[] {
  return value === undefined ? [] : Array.isArray(value) ? value.slice(0, MAX_MEMBERS) : [value]
}

/** Sysmon writes `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`; an import hash is shared by unrelated programs and names none. */
function hashesIn(value: FieldValue): string[] {
  if (typeof value !== 'string') return []
  return value.split(',').filter(part => !/^imphash=/i.test(part)).map(part => part.slice(part.indexOf('=') + 1)).filter(text => /^[0-9a-f]{32,128}$/i.test(text))
}
