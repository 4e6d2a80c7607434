import * as z from 'zod'
import { networksOfRange } from '../entry/network-text.ts'
import type { Draft, Drafts, Refusal } from './draft.ts'
import { stated } from './draft.ts'
import { linesOfObjects } from './json-lines.ts'

/**
 * Entries of RDAP answers (RFC 9083), one object, a list of them, or a search's answer: networks with their organisation, domains, and the people and desks named in them
 * (jCard, RFC 7095). Nothing is asked of any server.
 */
export function readRdap(text: string, value: unknown): Drafts {
  const lines = linesOfObjects(text, value)
  const drafts: Draft[] = []
  const refusals: Refusal[] = []
  for (const object of objectsOf(value)) {
    const line = typeof object === 'object' && object !== null ? lines.get(object) ?? null : null
    const parsed = objectSchema.safeParse(object)
    if (!parsed.success) refusals.push({ line, reason: 'is no RDAP object of a network, a domain or an entity' })
    else addObject(parsed.data, line, drafts, refusals)
  }
  return { drafts, refusals }
}

const vcard = z.tuple([z.literal('vcard'), z.array(z.tuple([z.string(), z.unknown(), z.string()]).rest(z.unknown()))])
const entitySchema = z.looseObject({ handle: z.string().optional(), roles: z.array(z.string()).default([]), vcardArray: vcard.optional(), get entities() { return z.array(entitySchema).max(50).default([]) } })
const events = z.array(z.looseObject({ eventAction: z.string(), eventDate: z.string() })).default([])
const objectSchema = z.discriminatedUnion('objectClassName', [
  z.looseObject({
    objectClassName: z.literal('ip network'), handle: z.string().optional(), name: z.string().optional(), startAddress: z.string(), endAddress: z.string(),
    status: z.array(z.string()).default([]), entities: z.array(entitySchema).max(50).default([]), events,
  }),
  z.looseObject({ objectClassName: z.literal('domain'), ldhName: z.string(), entities: z.array(entitySchema).max(50).default([]), events }),
  entitySchema.extend({ objectClassName: z.literal('entity') }),
])

type RdapObject = z.infer<typeof objectSchema>
type RdapEntity = z.infer<typeof entitySchema>

function objectsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const search = z.union([z.looseObject({ ipSearchResults: z.array(z.unknown()) }), z.looseObject({ domainSearchResults: z.array(z.unknown()) }), z.looseObject({ entitySearchResults: z.array(z.unknown()) })]).safeParse(value)
  if (!search.success) return [value]
  return Object.entries(search.data).flatMap(([name, members]) => (name.endsWith('SearchResults') && Array.isArray(members) ? members : []))
}

function addObject(object: RdapObject, line: number | null, drafts: Draft[], refusals: Refusal[]): void {
  if (object.objectClassName === 'entity') {
    addEntity(object, line, drafts)
    return
  }
  const entities = object.entities
  const owner = entities.find(({ roles }) => roles.includes('registrant')) ?? null
  for (const entity of entities) addEntity(entity, line, drafts)
  const contacts = entities.filter(entity => entity !== owner || !isOrganisation(entity)).flatMap(({ handle }) => handle ?? [])
  const organisation = owner !== null && isOrganisation(owner) ? owner.handle : undefined
  const common = { organisation, contacts: contacts.slice(0, MOST_CONTACTS) }
  if (object.objectClassName === 'domain') {
    drafts.push({ kind: 'domain', line, body: stated({ domain: object.ldhName, ...common }) })
    return
  }
  const networks = networksOfRange(object.startAddress, object.endAddress)
  if (networks === null) refusals.push({ line, reason: 'startAddress and endAddress are no range of addresses' })
  for (const network of networks ?? []) {
    drafts.push({ kind: 'prefix', line, body: stated({ network, name: object.name ?? object.handle, use: object.status.includes('reserved') ? 'reserved' : undefined, ...common }) })
  }
}

/** Who is named without a handle cannot be told apart from others, and is left out. */
function addEntity(entity: RdapEntity, line: number | null, drafts: Draft[]): void {
  const { handle, entities } = entity
  for (const inner of entities) addEntity(inner, line, drafts)
  if (handle === undefined) return
  const name = propertyOf(entity, 'fn')[0]
  if (isOrganisation(entity)) {
    drafts.push({ kind: 'organisation', line, body: stated({ id: handle, name, contacts: entities.flatMap(inner => inner.handle ?? []).slice(0, MOST_CONTACTS) }) })
    return
  }
  const phone = propertyOf(entity, 'tel')[0]?.replace(/^tel:/, '')
  drafts.push({ kind: 'contact', line, body: stated({ id: handle, name, mail: propertyOf(entity, 'email').slice(0, MOST_CONTACTS), phone }) })
}

function isOrganisation(entity: RdapEntity): boolean {
  return entity.roles.includes('registrant') && propertyOf(entity, 'kind')[0] !== 'individual'
}

/** The values of a property of the jCard that are text. */
function propertyOf({ vcardArray }: RdapEntity, name: string): string[] {
  return (vcardArray?.[1] ?? []).flatMap(([property, , , ...values]) => (property === name ? values.filter(each => typeof each === 'string') : [])).filter(each => each !== '')
}

/** People that are kept of one object. */
const MOST_CONTACTS = 20
