import * as z from 'zod'
import type { EntryKind } from '../../store/register/entry.ts'
import type { Draft, Drafts, Refusal } from './draft.ts'
import { stated } from './draft.ts'
import { linesOfObjects } from './json-lines.ts'

/**
 * Entries of what NetBox's REST API lists: tenants, sites, prefixes, devices and virtual machines, interfaces and addresses, contacts. Each object tells by its `url` what it is; one answer
 * (`results`), a list of objects, or a list of answers will do. Interfaces and addresses are added to the device they name, so have them in the same import.
 */
export function readNetbox(text: string, value: unknown): Drafts {
  const lines = linesOfObjects(text, value)
  const drafts: Draft[] = []
  const refusals: Refusal[] = []
  for (const object of objectsOf(value)) {
    const line = typeof object === 'object' && object !== null ? lines.get(object) ?? null : null
    const parsed = objectSchema.safeParse(object)
    const kind = parsed.success ? /\/api\/(?:[a-z-]+)\/([a-z-]+)\/\d+\/?$/.exec(parsed.data.url)?.[1] : undefined
    const reader = kind === undefined ? undefined : READERS[kind]
    if (!parsed.success) refusals.push({ line, reason: 'is no object of NetBox, or not as it writes them' })
    else if (reader === undefined) refusals.push({ line, reason: `objects under ${parsed.data.url.slice(0, MOST_SHOWN)} are of no use here` })
    else {
      const body = reader.body(parsed.data)
      if (body === null) refusals.push({ line, reason: 'belongs to no device' })
      else drafts.push({ kind: reader.kind, line, body: stated(body) })
    }
  }
  return { drafts: joined(drafts), refusals }
}

const named = z.looseObject({ id: z.number().optional(), name: z.string().nullish(), slug: z.string().nullish(), display: z.string().nullish() })
const choice = z.union([z.string(), z.looseObject({ value: z.string().nullish() })]).nullish()
const objectSchema = z.looseObject({
  url: z.string(), id: z.number().optional(), name: z.string().nullish(), slug: z.string().nullish(), display: z.string().nullish(), prefix: z.string().optional(), address: z.string().nullish(), status: choice,
  description: z.string().nullish(), tenant: named.nullish(), site: named.nullish(), scope: named.nullish(), scope_type: z.string().nullish(), location: named.nullish(), rack: named.nullish(), serial: z.string().nullish(),
  device_type: z.looseObject({ display: z.string().nullish(), model: z.string().nullish() }).nullish(), primary_ip4: z.looseObject({ address: z.string() }).nullish(),
  primary_ip6: z.looseObject({ address: z.string() }).nullish(), mac_address: z.string().nullish(), device: named.nullish(), virtual_machine: named.nullish(),
  assigned_object: z.looseObject({ device: named.nullish(), virtual_machine: named.nullish() }).nullish(), physical_address: z.string().nullish(),
  email: z.string().nullish(), phone: z.string().nullish(), dns_name: z.string().nullish(),
})

type NetboxObject = z.infer<typeof objectSchema>

interface Reader {
  readonly kind: EntryKind
  body(object: NetboxObject): Readonly<Record<string, unknown>> | null
}

const READERS: Readonly<Record<string, Reader>> = {
  'tenants': { kind: 'organisation', body: object => ({ id: keyOf(object), name: object.name, note: object.description }) },
  'sites': { kind: 'site', body: object => ({ id: keyOf(object), name: object.name, organisation: keyOf(object.tenant), address: object.physical_address, note: object.description }) },
  'prefixes': {
    kind: 'prefix',
    body: object => ({
      network: object.prefix, organisation: keyOf(object.tenant), site: keyOf(object.site) ?? (object.scope_type === 'dcim.site' ? keyOf(object.scope) : undefined), name: object.description,
      use: USES[valueOf(object.status)] ?? 'used',
    }),
  },
  'devices': { kind: 'device', body: deviceBody },
  'virtual-machines': { kind: 'device', body: deviceBody },
  'interfaces': { kind: 'device', body: object => ofDevice(object, { macs: lone(object.mac_address) }) },
  'mac-addresses': { kind: 'device', body: object => ofDevice(object, { macs: lone(object.mac_address) }) },
  'ip-addresses': { kind: 'device', body: object => ofDevice(object, { addresses: lone(bare(object.address)), hostnames: lone(object.dns_name) }) },
  'contacts': { kind: 'contact', body: object => ({ id: object.name ?? object.display, name: object.name, mail: lone(object.email), phone: object.phone, note: object.description }) },
}

/** NetBox's states of a prefix; a container holds others and is not used by itself. */
const USES: Readonly<Record<string, string>> = { active: 'used', reserved: 'reserved', deprecated: 'unused', container: 'reserved' }

function deviceBody(object: NetboxObject): Readonly<Record<string, unknown>> {
  const place = [object.location, object.rack].flatMap(each => each?.name ?? each?.display ?? [])
  return {
    id: object.name ?? object.display, name: object.name, type: object.device_type?.display ?? object.device_type?.model, hostnames: lone(object.name), serial: object.serial,
    addresses: [bare(object.primary_ip4?.address), bare(object.primary_ip6?.address)].filter(each => each !== undefined), organisation: keyOf(object.tenant), site: keyOf(object.site), place: place.join(' '),
    note: object.description,
  }
}

function ofDevice({ device, virtual_machine, assigned_object }: NetboxObject, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const owner = device ?? virtual_machine ?? assigned_object?.device ?? assigned_object?.virtual_machine
  const id = owner?.name ?? owner?.display
  return id === undefined || id === null ? null : { id, ...body }
}

/** What several objects say of one device is one draft, so that each adds to the lists. */
function joined(drafts: readonly Draft[]): Draft[] {
  const byId = new Map<string, Draft>()
  const others: Draft[] = []
  for (const draft of drafts) {
    const { kind, body } = draft
    const id = kind === 'device' && typeof body['id'] === 'string' ? body['id'] : null
    const known = id === null ? undefined : byId.get(id)
    if (id === null) others.push(draft)
    else byId.set(id, known === undefined ? draft : { ...known, body: { ...body, ...known.body, ...listsOf(known.body, body) } })
  }
  return [...others, ...byId.values()]
}

function listsOf(one: Draft['body'], other: Draft['body']): Record<string, unknown> {
  return Object.fromEntries(['macs', 'addresses', 'hostnames'].flatMap(name => {
    const members = [one[name], other[name]].flatMap(each => (Array.isArray(each) ? each : []))
    return members.length === 0 ? [] : [[name, [...new Set<unknown>(members)]]]
  }))
}

function objectsOf(value: unknown): unknown[] {
  const answer = z.looseObject({ results: z.array(z.unknown()) })
  return (Array.isArray(value) ? value : [value]).flatMap((each: unknown) => {
    const parsed = answer.safeParse(each)
    return parsed.success ? parsed.data.results : [each]
  })
}

function keyOf(object: z.infer<typeof named> | NetboxObject | null | undefined): string | undefined {
  return object?.slug ?? object?.name ?? object?.display ?? undefined
}

function valueOf(value: z.infer<typeof choice>): string {
  return typeof value === 'string' ? value : value?.value ?? ''
}

function lone(value: string | null | undefined): string[] {
  return value === null || value === undefined || value === '' ? [] : [value]
}

/** NetBox writes addresses with the length of their network. */
function bare(address: string | null | undefined): string | undefined {
  return address?.replace(/\/\d+$/, '')
}

/** Characters of what a file says that a refusal repeats. */
const MOST_SHOWN = 80
