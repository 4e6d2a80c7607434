import type { DatasetView } from '../../model/mappings.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { isFields, newFields } from '../../model/value.ts'
import type { EntityType } from '../../model/entity.ts'
import type { KnownNames } from './known-names.ts'
import { NAME } from './known-names.ts'
import type { PseudonymKind, Pseudonyms } from './pseudonyms.ts'
import { isCommonName } from './pseudonyms.ts'

/** How often what was replaced. */
export type Replaced = Record<PseudonymKind, number>

export interface SanitiseOptions {
  readonly pseudonyms: Pseudonyms
  readonly names: KnownNames
  /** Fields that are left out, in lower case: `commandline`. */
  readonly dropped: ReadonlySet<string>
  readonly replaced: Replaced
}

/** Levels of fields that are looked into; decoders give no more. */
const DEEPEST = 40

export const MAIL = /[\p{L}\p{N}_.+$-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}]{2,63}/gu
const IPV6 = /(?<![\p{L}\p{N}:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?![\p{L}\p{N}:])/gu
const IPV4 = /(?<![\p{L}\p{N}]|\d\.)(?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}]|\.\d)/gu
export const MAC = /(?<![\p{L}\p{N}:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\p{L}\p{N}:-])|(?<![\p{L}\p{N}.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\p{L}\p{N}.])/gu

/** An event's fields with pseudonyms in place of addresses, users, hosts, own domains and mail: in fields of names, within text, and in names of fields. */
export function sanitiseFields(fields: Fields, view: DatasetView, options: SanitiseOptions): Fields {
  const typed = new Map<string, EntityType>()
  for (const { type, fields: names } of view.entities) for (const name of names) for (const own of view.namesOf(name)) typed.set(own.toLowerCase(), type)
  return sanitised(fields, '', typed, options, 0)
}

function sanitised(fields: Fields, prefix: string, typed: ReadonlyMap<string, EntityType>, options: SanitiseOptions, depth: number): Fields {
  const made: MutableFields = newFields()
  for (const [name, value] of Object.entries(fields)) {
    const path = `${prefix}${name}`
    if (options.dropped.has(path.toLowerCase()) || options.dropped.has(name.toLowerCase())) continue
    const type = typed.get(path.toLowerCase()) ?? typed.get(name.toLowerCase())
    made[sanitiseText(name, undefined, options)] = sanitisedValue(value, path, type, typed, options, depth)
  }
  return made
}

function sanitisedValue(
  value: FieldValue, path: string, type: EntityType | undefined, typed: ReadonlyMap<string, EntityType>, options: SanitiseOptions, depth: number,
): FieldValue {
  if (depth > DEEPEST) return null
  if (typeof value === 'string') return sanitiseText(value, type, options)
  if (Array.isArray(value)) return value.map(each => sanitisedValue(each, path, type, typed, options, depth + 1))
  return isFields(value) ? sanitised(value, `${path}.`, typed, options, depth + 1) : value
}

/** One text. @param type what a field's value names, where the mapping says so */
export function sanitiseText(text: string, type: EntityType | undefined, options: SanitiseOptions): string {
  const { pseudonyms, names, replaced } = options
  // What was replaced is set aside, so that no later step takes it for something else.
  const set: string[] = []
  const aside = (kind: PseudonymKind, made: string) => {
    replaced[kind]++
    set.push(made)
    return `${OPEN}${set.length - 1}${CLOSE}`
  }
  const bare = text.replaceAll(OPEN, NOTHING).replaceAll(CLOSE, NOTHING)
  const step = bare
    .replace(MAIL, found => {
      const at = found.lastIndexOf('@')
      const domain = found.slice(at + 1)
      return aside('mail', `${pseudonyms.name('user', found.slice(0, at))}@${names.domainOf(domain.toLowerCase()) === null ? pseudonyms.domain(domain) : hostPseudonym(domain, options)}`)
    })
    .replace(MAC, found => {
      const made = pseudonyms.mac(found)
      return made === null ? found : aside('mac', made)
    })
    .replace(IPV6, found => {
      const made = pseudonyms.address(found)
      return made === null ? found : aside('address', made)
    })
    .replace(IPV4, found => {
      const made = pseudonyms.address(found)
      return made === null ? found : aside('address', made)
    })
    .replace(NAME_OR_ASIDE, (found: string) => {
      if (found.startsWith(OPEN)) return found
      const name = found.toLowerCase()
      if (isCommonName(name)) return found
      if (names.domainOf(name) !== null) return aside(name.includes('.') ? 'host' : 'domain', hostPseudonym(found, options))
      const kind = (type === 'user' || type === 'account' ? 'user' : type === 'host' ? 'host' : null) ?? names.kindOf(name) ?? names.kindOf(name.split('.')[0]!)
      if (kind === 'user') return aside('user', pseudonyms.name('user', name))
      return kind === 'host' ? aside('host', hostPseudonym(found, options)) : found
    })
  return step.replace(ASIDE, (_, index: string) => set[Number(index)] ?? '')
}

/** Of the host its first label, within its domain: `pc1` and `pc1.corp.example` are seen to be one. */
function hostPseudonym(name: string, { pseudonyms, names }: SanitiseOptions): string {
  const lower = name.toLowerCase()
  if (names.domainOf(lower) === lower) return pseudonyms.domain(lower)
  const [label = lower, ...rest] = lower.split('.')
  return rest.length === 0 ? pseudonyms.name('host', label) : `${pseudonyms.name('host', label)}.${pseudonyms.domain(rest.join('.'))}`
}

/** Of the private use area: no log means anything by them, and they are no letters. */
const OPEN = '\u{f0000}'
/** In their place: taken away, they would join what they kept apart. */
const NOTHING = '\ufffd'
const CLOSE = '\u{f0001}'
const NAME_OR_ASIDE = new RegExp(`${OPEN}\\d+${CLOSE}|${NAME.source}`, 'gu')
const ASIDE = /\u{f0000}(\d+)\u{f0001}/gu
