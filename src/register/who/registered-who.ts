import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { entriesByKeys, entriesByNames, entriesOfAddress } from '../../store/register/entries.ts'
import type { EntryReference, StoredEntry } from '../../store/register/entry.ts'
import { isValidAt } from '../entry/entry-input.ts'
import type { Confidence } from './claims.ts'
import { weakest } from './claims.ts'
import type { Hop, NamedEntry, WhoAnswer } from './who-answer.ts'

/** What the logs told; empty and null where they did not. */
export interface Learnt {
  readonly address: string
  readonly mac: string
  readonly host: string | null
  readonly user: string | null
  readonly at: number
  /** How much the machine and the person are to be believed. */
  readonly machine: Confidence | null
  readonly person: Confidence | null
}

export interface RegisteredWho {
  readonly names: Pick<WhoAnswer, 'device' | 'site' | 'prefix' | 'organisation' | 'owner' | 'criticality'>
  /** Where the register says that the device stands. */
  readonly place: string | null
  readonly hops: readonly Hop[]
  /** How much what leads to the owner is to be believed, else what leads to the device; null where neither is known. */
  readonly path: Confidence | null
}

/** What the register knows of a machine, a person and an address: the device, the network, and who answers for them at that moment. */
export async function registeredWho(ledger: Ledger, learnt: Learnt): Promise<RegisteredWho> {
  const { address, mac, host, user, at, machine, person } = learnt
  const valid = (entries: readonly StoredEntry[]) => entries.filter(({ body }) => isValidAt(body, at))
  const [byAddress, byMachine, byAccount] = await Promise.all([
    entriesOfAddress(ledger, address, MOST_ENTRIES),
    entriesByNames(ledger, 'device', [mac, host ?? ''].filter(each => each !== ''), MOST_ENTRIES),
    entriesByNames(ledger, 'contact', user === null ? [] : [user, user.replace(/^.*\\/, '').replace(/@.*$/, '')], MOST_ENTRIES),
  ])
  const device = chosenDevice(valid(byMachine), valid(byAddress).filter(({ kind }) => kind === 'device'), { address, mac, machine })
  const prefix = valid(byAddress).find(({ kind }) => kind === 'prefix')
  const account = valid(byAccount)[0]
  const told = await relatedEntries(ledger, [device?.entry, prefix, account])
  const named = (kind: EntryReference['kind'], key: string | undefined): NamedEntry | null => (key === undefined ? null : { key, name: nameOf(told.get(`${kind}\0${key}`)) ?? key })
  const hops: Hop[] = []
  const hop = (step: Hop['step'], says: Fact, confidence: Confidence, why: Fact, entry: EntryReference, against: readonly Fact[] = []) => {
    hops.push({ step, says, from: null, until: null, confidence, why, against, event: null, entry: { kind: entry.kind, key: entry.key } })
  }

  if (device !== null) {
    hop('device', fact('who.device', { terms: { subject: device.subject, device: labelOf(device.entry) } }), device.confidence, device.why, device.entry, device.against)
  }
  if (prefix !== undefined) {
    hop('prefix', fact(`who.prefix-${fieldOf(prefix, 'use') ?? 'used'}`, { terms: { address, network: fieldOf(prefix, 'network') ?? prefix.key } }), 'high', fact('who.registered'), prefix)
  }
  // Nearest first: who answers for the device, who uses it, who answers for the network.
  const owner = [
    ...(device === null ? [] : ownersOf(device.entry).map(key => ({ key, from: device.entry, confidence: device.confidence, why: fact('who.registered') }))),
    ...(account === undefined || person === null ? [] : [{ key: account.key, from: account, confidence: person, why: fact('who.account') }]),
    ...(prefix === undefined ? [] : ownersOf(prefix).map(key => ({ key, from: prefix, confidence: 'high' as const, why: fact('who.registered') }))),
  ][0]
  const organisationKey = [device?.entry, prefix, account].flatMap(entry => (entry === undefined ? [] : fieldOf(entry, 'organisation') ?? []))[0]
  const organisation = named('organisation', organisationKey)
  const organisationEntry = organisationKey === undefined ? undefined : told.get(`organisation\0${organisationKey}`)
  const organised = [device?.entry, prefix, account].find(entry => entry !== undefined && fieldOf(entry, 'organisation') === organisationKey)
  const byOrganisation = organised === device?.entry ? device?.confidence ?? 'high' : organised === account ? person ?? 'low' : 'high'
  if (organisation !== null && organised !== undefined) {
    hop('organisation', fact('who.organisation', { terms: { subject: labelOf(organised), organisation: organisation.name } }), byOrganisation, fact('who.registered'), organised)
  }
  const fallback = owner === undefined && organisationEntry !== undefined ? ownersOf(organisationEntry)[0] : undefined
  const ownerKey = owner?.key ?? fallback
  const ownerConfidence = owner?.confidence ?? byOrganisation
  const ownerName = named('contact', ownerKey)
  if (ownerName !== null) {
    const from = owner?.from ?? organisationEntry!
    const subject = owner?.why.fact === 'who.account' ? user! : labelOf(from)
    hop('owner', fact('who.owner', { terms: { subject, owner: ownerName.name } }), ownerConfidence, owner?.why ?? fact('who.registered'), { kind: 'contact', key: ownerName.key })
  }
  const siteKey = [device?.entry, prefix].flatMap(entry => (entry === undefined ? [] : fieldOf(entry, 'site') ?? []))[0]
  return {
    names: {
      device: device === null ? null : { key: device.entry.key, name: labelOf(device.entry) },
      site: named('site', siteKey),
      prefix: prefix === undefined ? null : { key: prefix.key, name: fieldOf(prefix, 'name') ?? prefix.key },
      organisation,
      owner: ownerName,
      criticality: [device?.entry, prefix].flatMap(entry => (entry === undefined ? [] : fieldOf(entry, 'criticality') ?? []))[0] ?? null,
    },
    place: device === null ? null : fieldOf(device.entry, 'place') ?? null,
    hops,
    path: ownerName === null ? device?.confidence ?? null : ownerConfidence,
  }
}

/** Entries that a look-up reads: more would be a register in which everything has one name. */
const MOST_ENTRIES = 20

interface ChosenDevice {
  readonly entry: StoredEntry
  /** By what it was found. */
  readonly subject: string
  readonly confidence: Confidence
  readonly why: Fact
  readonly against: readonly Fact[]
}

/** By its machine address, else by its fixed address, else by the name that it gives itself. */
function chosenDevice(byNames: readonly StoredEntry[], byAddress: readonly StoredEntry[], { address, mac, machine }: Pick<Learnt, 'address' | 'mac' | 'machine'>): ChosenDevice | null {
  const byMac = byNames.filter(({ body }) => Array.isArray(body['macs']) && body['macs'].includes(mac))
  const ways = [
    { entries: byMac, subject: mac, confidence: machine ?? 'low', why: 'who.registered-machine' },
    // Where a log names another machine, the register is out of date or somebody has taken the address.
    { entries: byAddress, subject: address, confidence: mac === '' ? 'high' : 'low', why: 'who.registered-address' },
    { entries: byNames, subject: address, confidence: weakest([machine ?? 'low', 'medium']), why: 'who.registered-name' },
  ] as const
  const way = ways.find(({ entries }) => entries.length > 0)
  const entry = way?.entries[0]
  if (way === undefined || entry === undefined) return null
  const others = way.entries.length - 1
  return { entry, subject: way.subject, confidence: others > 0 ? 'low' : way.confidence, why: fact(way.why), against: others > 0 ? [fact('who.others-too', { numbers: { others } })] : [] }
}

/** What entries name: their organisations, sites, owners and contacts, by kind and key. */
async function relatedEntries(ledger: Ledger, entries: readonly (StoredEntry | undefined)[]): Promise<ReadonlyMap<string, StoredEntry>> {
  const known = entries.flatMap(entry => entry ?? [])
  const references = known.flatMap(entry => [
    ...ownersOf(entry).map(key => ({ kind: 'contact' as const, key })),
    ...(['organisation', 'site'] as const).flatMap(kind => {
      const key = fieldOf(entry, kind)
      return key === undefined ? [] : [{ kind, key }]
    }),
  ])
  const found = new Map([...known, ...await entriesByKeys(ledger, references)].map(entry => [`${entry.kind}\0${entry.key}`, entry]))
  const desks = [...found.values()].flatMap(entry => (entry.kind === 'organisation' ? ownersOf(entry) : [])).map(key => ({ kind: 'contact' as const, key }))
  for (const entry of await entriesByKeys(ledger, desks)) found.set(`${entry.kind}\0${entry.key}`, entry)
  return found
}

/** Who answers for an entry: its owner, then its contacts. */
function ownersOf({ body }: StoredEntry): string[] {
  const { owner, contacts } = body
  return [...(typeof owner === 'string' ? [owner] : []), ...(Array.isArray(contacts) ? contacts.filter(each => typeof each === 'string') : [])]
}

function fieldOf({ body }: StoredEntry, name: string): string | undefined {
  const value = body[name]
  return typeof value === 'string' ? value : undefined
}

function nameOf(entry: StoredEntry | undefined): string | undefined {
  return entry === undefined ? undefined : fieldOf(entry, 'name')
}

function labelOf(entry: StoredEntry): string {
  return nameOf(entry) ?? entry.key
}
