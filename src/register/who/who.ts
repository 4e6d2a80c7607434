import { isMadeUpMac } from '../../model/mac-address.ts'
import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import type { HoldingReader, StoredHolding } from '../../store/register/find-holdings.ts'
import { findHoldings, hasPortTranslations } from '../../store/register/find-holdings.ts'
import { HOLDERS_SINCE, MOST_TRANSLATIONS } from '../defaults.ts'
import type { Claim } from './claims.ts'
import { heldAt, isStronger, lowered, seenAt, weakest } from './claims.ts'
import { eventLines } from './event-lines.ts'
import { registeredWho } from './registered-who.ts'
import { isSameHolder, spansOf } from './spans.ts'
import type { Hop, LaterHolder, WhoAnswer } from './who-answer.ts'

/** Where logs and the register are read. */
export interface WhoReader extends HoldingReader {
  readonly ledger: Ledger
}

/** An address of one machine in its one notation, at a moment in microseconds; the port where translations share it. */
export interface WhoQuestion {
  readonly address: string
  readonly port: number | null
  readonly at: number
}

/**
 * Whose an address was: through translations to the address on the inside, by lease, session and what was seen to the machine and the person, and by the register to device,
 * place, network and owner. Each hop has its log line or its entry, and says why it is believed.
 *
 * @throws NoroshiError what the engines say
 */
export async function who(reader: WhoReader, question: WhoQuestion): Promise<WhoAnswer> {
  const { at } = question
  const { hops: translations, address, port, holdings } = await throughTranslations(reader, question)
  const machines = contradicted(machineClaims(holdings, at))
  const [machine] = machines
  const mac = machine?.holding.mac ?? ''
  const ofMachine = mac === '' ? [] : await findHoldings(reader, { key: `mac:${mac}`, at, port: null, kinds: ['session'] })
  const people = contradicted(peopleClaims(holdings, ofMachine, at))
  const [person] = people
  // A session of the machine says who was at the address only as far as the machine was there.
  const believed = person === undefined ? null : weakest([person.confidence, ...(machine === undefined || holdings.includes(person.holding) ? [] : [machine.confidence])])
  const host = [...machines, ...people].map(({ holding }) => holding.host).find(each => each !== '') ?? null
  const place = people.map(({ holding }) => holding.place).find(each => each !== '') ?? machine?.holding.place ?? ''
  const user = person?.holding.user ?? null
  const learnt = [...translations, ...learntHops(machines, mac), ...learntHops(people, mac)]
  const isUnknown = machine === undefined && person === undefined
  const [registered, told, isShared] = await Promise.all([
    registeredWho(reader.ledger, { address, mac, host, user, at, machine: machine?.confidence ?? null, person: believed }),
    withLines(reader, uniqueHops(learnt)),
    isUnknown && port === null && hasPortTranslations(reader, `ip:${address}`),
  ])
  return {
    asked: question,
    address,
    mac: mac === '' ? null : mac,
    host,
    user,
    place: registered.place ?? (place === '' ? null : place),
    ...registered.names,
    confidence: weakestOf([...translations.map(({ confidence }) => confidence), registered.path ?? machine?.confidence ?? believed]),
    hops: [...told, ...registered.hops],
    notes: [
      ...(isShared ? [fact('who.needs-port', { terms: { address } })] : []),
      ...(isUnknown && !isShared ? [fact('who.nothing-learnt', { terms: { address } })] : []),
      ...(registered.hops.length === 0 ? [fact('who.nothing-registered', { terms: { address } })] : []),
    ],
    since: laterHolders(holdings, at),
  }
}

const KINDS = ['translation', 'lease', 'session', 'neighbour', 'logon'] as const

interface Inside {
  readonly hops: readonly Hop[]
  readonly address: string
  readonly port: number | null
  /** Of the address on the inside. */
  readonly holdings: readonly StoredHolding[]
}

async function throughTranslations(reader: WhoReader, { address, port, at }: WhoQuestion): Promise<Inside> {
  const hops: Hop[] = []
  const passed = new Set([address])
  for (;;) {
    const holdings = await findHoldings(reader, { key: `ip:${address}`, at, port, kinds: KINDS })
    const claim = heldAt('translation', holdings.filter(({ kind }) => kind === 'translation'), at)
    const inner = claim?.holding.address
    if (claim === null || inner === undefined || passed.has(inner) || hops.length >= MOST_TRANSLATIONS) return { hops, address, port, holdings }
    const innerPort = claim.holding.port
    hops.push(hopOf(claim, fact('who.translation', { terms: { outer: withPort(address, port), inner: withPort(inner, innerPort) }, eventIds: [claim.holding.event] }), []))
    passed.add(inner)
    address = inner
    port = innerPort
  }
}

/** Who says which machine had the address, the most to be believed first. */
function machineClaims(holdings: readonly StoredHolding[], at: number): Claim[] {
  const of = (kind: StoredHolding['kind']) => holdings.filter(each => each.kind === kind && (each.mac !== '' || each.host !== '' || each.act === 'end'))
  const claims = [heldAt('lease', of('lease'), at), heldAt('session', of('session'), at), seenAt('neighbour', of('neighbour'), at)[0] ?? null]
  return strongestFirst(claims.flatMap(claim => (claim !== null && (claim.holding.mac !== '' || claim.kind === 'lease') ? [claim] : [])))
}

/** Who says which person was there: sessions of the address or of the machine, and sign-ins from the address. */
function peopleClaims(holdings: readonly StoredHolding[], ofMachine: readonly StoredHolding[], at: number): Claim[] {
  const sessions = (of: readonly StoredHolding[]) => heldAt('session', of.filter(({ kind }) => kind === 'session'), at)
  const logons = seenAt('logon', holdings.filter(({ kind, user }) => kind === 'logon' && user !== ''), at)
  return strongestFirst([sessions(holdings), sessions(ofMachine), ...logons.slice(0, MOST_LOGONS)].flatMap(claim => (claim !== null && claim.holding.user !== '' ? [claim] : [])))
}

/** People who signed in from one address that are told: a terminal server has hundreds. */
const MOST_LOGONS = 3

/** Those of one strength stay in their order. */
function strongestFirst(claims: readonly Claim[]): Claim[] {
  return claims.toSorted((one, other) => (isStronger(one.confidence, other.confidence) ? -1 : isStronger(other.confidence, one.confidence) ? 1 : 0))
}

/** A claim, and who says something else. */
interface WeighedClaim extends Claim {
  readonly rival: Claim | null
}

/** What another log says of somebody else, no less to be believed, weakens the first of the claims, and so whatever follows from it. */
function contradicted(claims: readonly Claim[]): WeighedClaim[] {
  return claims.map((claim, index) => {
    const rival = index > 0 ? undefined : claims.find(other => other !== claim && !isStronger(claim.confidence, other.confidence) && isRival(claim, other))
    return rival === undefined ? { ...claim, rival: null } : { ...claim, confidence: lowered(claim.confidence), rival }
  })
}

function learntHops(claims: readonly WeighedClaim[], mac: string): Hop[] {
  return claims.map((claim, index) => {
    const { kind, holding, rival } = claim
    const against = [
      ...(rival === null ? [] : [fact('who.contradicted', { terms: { other: holderText(rival.holding) }, eventIds: [rival.holding.event] })]),
      ...(index === 0 && holding.mac === mac && mac !== '' && isMadeUpMac(mac) ? [fact('who.made-up-mac')] : []),
    ]
    const { address, place, event } = holding
    const terms = { address, holder: holderText(holding), subject: address === '' ? holding.mac : address, place: place === '' ? '' : ` (${place})` }
    return hopOf(claim, fact(`who.${kind}`, { terms, eventIds: [event] }), against)
  })
}

function isRival({ holding: one }: Claim, { holding: other }: Claim): boolean {
  for (const part of ['mac', 'user'] as const) if (one[part] !== '' && other[part] !== '') return one[part] !== other[part]
  return false
}

function hopOf({ kind, from, until, confidence, why, holding: { event, time, dataset } }: Claim, says: Fact, against: readonly Fact[]): Hop {
  return { step: kind, says, from, until, confidence, why, against, event: { id: event, time, dataset, line: null }, entry: null }
}

/** A session that tells of machine and person is one hop. */
function uniqueHops(hops: readonly Hop[]): Hop[] {
  return hops.filter((hop, index) => hop.event === null || hops.findIndex(other => other.event?.id === hop.event?.id && other.step === hop.step) === index)
}

async function withLines(reader: WhoReader, hops: readonly Hop[]): Promise<Hop[]> {
  const lines = await eventLines(reader, hops.flatMap(({ event }) => event ?? []))
  return hops.map(hop => (hop.event === null ? hop : { ...hop, event: { ...hop.event, line: lines.get(hop.event.id) ?? null } }))
}

function laterHolders(holdings: readonly StoredHolding[], at: number): LaterHolder[] {
  const held = (['translation', 'lease', 'session'] as const).flatMap(kind => {
    const spans = spansOf(holdings.filter(each => each.kind === kind), Number.POSITIVE_INFINITY)
    const now = spans.findLast(({ from }) => from <= at)
    return spans.filter(span => span.from > at && !(span === now || (now !== undefined && isSameHolder(now.holding, span.holding) && now.until === span.from)))
  })
  return held.toSorted((one, other) => one.from - other.from).slice(0, HOLDERS_SINCE).map(({ from, until, holding: { kind, mac, host, user, address, event } }) => (
    { kind, from, until, mac, host, user, address, event }))
}

/** The machine with what it calls itself, else the person, else the name. */
function holderText({ mac, host, user, session, address }: StoredHolding): string {
  const machine = mac !== '' && host !== '' ? `${mac} (${host})` : mac === '' ? host : mac
  return [user, machine].filter(each => each !== '').join(', ') || session || address
}

function withPort(address: string, port: number | null): string {
  return port === null ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function weakestOf(confidences: readonly (Hop['confidence'] | null)[]): Hop['confidence'] | null {
  const known = confidences.filter(each => each !== null)
  return known.length === 0 ? null : weakest(known)
}
