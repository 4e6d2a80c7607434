import type { HoldingKind } from '../../model/holding.ts'
import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import type { StoredHolding } from '../../store/register/find-holdings.ts'
import { BELIEVED_US, EXPIRED_US, SEEN_US } from '../defaults.ts'
import { isSameHolder, spansOf } from './spans.ts'

/** From the weakest to the strongest. */
export const CONFIDENCES = ['low', 'medium', 'high'] as const
export type Confidence = (typeof CONFIDENCES)[number]

/** Who had an address at the asked moment, as one kind of log tells it. */
export interface Claim {
  readonly kind: HoldingKind
  /** What says so. */
  readonly holding: StoredHolding
  /** Microseconds; null where nobody says since or until when. */
  readonly from: number | null
  readonly until: number | null
  readonly confidence: Confidence
  readonly why: Fact
}

/** Of leases, sessions or translations of one address, all of one kind, the one that held. Null when none did, or nobody can say so any more. */
export function heldAt(kind: 'lease' | 'session' | 'translation', holdings: readonly StoredHolding[], at: number): Claim | null {
  const span = spansOf(holdings, at).findLast(each => each.from <= at)
  if (span === undefined) return null
  const { holding, from, until, ending, told } = span
  const claim = (confidence: Confidence, name: string, numbers: Readonly<Record<string, number>>): Claim => (
    { kind, holding, from, until, confidence, why: fact(name, { numbers, eventIds: [holding.event] }) })
  if (until !== null && at >= until) {
    return kind === 'lease' && ending === 'said' && at - until <= EXPIRED_US ? claim('low', 'who.expired', { until, gap: at - until }) : null
  }
  if (until !== null && ending === 'ended') return claim('high', 'who.ended-later', { from, until })
  if (until !== null && ending === 'said') return claim('high', 'who.said', { until })
  if (told > at) return claim('high', 'who.told-around', { before: holding.time, after: told })
  const gap = at - holding.time
  const believed = BELIEVED_US[kind === 'translation' && !isOnePort(holding) ? 'block' : kind]
  if (gap <= believed.likely) return claim('medium', 'who.no-end-told', { gap })
  return gap <= believed.possible ? claim('low', 'who.told-long-ago', { gap }) : null
}

function isOnePort({ translation }: StoredHolding): boolean {
  return translation !== null && translation.ports !== null && translation.ports[0] === translation.ports[1]
}

/** Of what was seen at moments, one claim for each who was seen, the nearest first: of an address and a machine, of an address and a person. */
export function seenAt(kind: 'neighbour' | 'logon', holdings: readonly StoredHolding[], at: number): Claim[] {
  const nearest = holdings.toSorted((one, other) => Math.abs(one.time - at) - Math.abs(other.time - at))
  const first = nearest.filter((holding, index) => nearest.findIndex(other => isSameHolder(other, holding)) === index)
  return first.flatMap(holding => {
    const claim = seenClaim(kind, holding, holdings, at)
    return claim === null ? [] : [claim]
  })
}

function seenClaim(kind: 'neighbour' | 'logon', holding: StoredHolding, holdings: readonly StoredHolding[], at: number): Claim | null {
  const before = holdings.findLast(each => each.time <= at)
  const after = holdings.find(each => each.time > at)
  const isAround = kind === 'neighbour' && before !== undefined && after !== undefined && isSameHolder(before, holding) && isSameHolder(after, holding)
    && after.time - before.time <= SEEN_US.possible
  const claim = (confidence: Confidence, name: string, numbers: Readonly<Record<string, number>>): Claim => (
    { kind, holding, from: null, until: null, confidence, why: fact(name, { numbers, eventIds: [holding.event] }) })
  if (isAround) return claim('high', 'who.seen-around', { before: before.time, after: after.time })
  const gap = Math.abs(holding.time - at)
  if (gap <= SEEN_US.likely) return claim('medium', 'who.seen-near', { gap })
  return gap <= SEEN_US.possible ? claim('low', 'who.seen-far', { gap }) : null
}

/** Whether the first is the more to be believed. */
export function isStronger(one: Confidence, other: Confidence): boolean {
  return CONFIDENCES.indexOf(one) > CONFIDENCES.indexOf(other)
}

/** The weakest: a chain is as strong as that. */
export function weakest(confidences: readonly Confidence[]): Confidence {
  return CONFIDENCES.find(each => confidences.includes(each)) ?? 'low'
}

export function lowered(confidence: Confidence): Confidence {
  return confidence === 'high' ? 'medium' : 'low'
}
