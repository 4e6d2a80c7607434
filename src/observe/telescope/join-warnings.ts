import { parseIsoTime } from '../../model/time.ts'
import { EVIDENCE_PACKETS, LISTED_PORTS } from './defaults.ts'
import { nextStep } from './next-step.ts'
import type { WarningReport } from './telescope-schema.ts'
import { viewFact } from './view-warnings.ts'

/** One warning of what two runs of an observer saw of it, one after the other. */
export function continuedWarning(now: WarningReport, earlier: WarningReport): WarningReport {
  // A capture that is read once more, or one of days before, tells nothing new.
  if (isAfter(earlier.lastSeen, now.lastSeen)) return { ...earlier, firstSeen: first(now.firstSeen, earlier.firstSeen) }
  if (!isAfter(now.firstSeen, earlier.lastSeen)) return { ...now, firstSeen: first(now.firstSeen, earlier.firstSeen), packets: Math.max(now.packets, earlier.packets) }
  return {
    ...now,
    kind: earlier.kind === 'internal' ? 'internal' : now.kind,
    firstSeen: earlier.firstSeen,
    packets: now.packets + earlier.packets,
    returns: now.returns + earlier.returns + (isAfter(now.firstSeen, earlier.closesAt) ? 1 : 0),
    ...namesOf([earlier, now]),
    evidence: [...earlier.evidence, ...now.evidence].slice(0, EVIDENCE_PACKETS),
  }
}

/**
 * One warning of what several observers see of it at the same time, in any order. Whether the address is forged is judged by the observer who has least
 * reason to think so: each sees packets over one way only, so that times to live differ between observers and not at any of them.
 *
 * @param parts one at least; what does not differ is taken from the first
 */
export function joinedWarning(parts: readonly [WarningReport, ...WarningReport[]]): WarningReport {
  const [any] = parts
  if (parts.length === 1) return any
  const { spoofLikelihood, spoofReason } = parts.reduce((least, each) => (each.spoofLikelihood < least.spoofLikelihood ? each : least))
  const kind = parts.some(each => each.kind === 'internal') ? 'internal' : any.kind
  const names = namesOf(parts)
  return {
    ...any,
    kind,
    state: parts.some(({ state }) => state === 'open') ? 'open' : 'closed',
    firstSeen: parts.map(each => each.firstSeen).reduce(first),
    lastSeen: parts.map(each => each.lastSeen).reduce(last),
    closesAt: parts.map(each => each.closesAt).reduce(last),
    returns: Math.max(...parts.map(({ returns }) => returns)),
    packets: parts.reduce((sum, { packets }) => sum + packets, 0),
    ...names,
    spoofLikelihood,
    spoofReason,
    heldBack: parts.every(({ heldBack }) => heldBack),
    nextStep: viewFact(nextStep({ kind, ...names, spoofLikelihood })),
    evidence: parts.flatMap(({ evidence }) => evidence).sort((a, b) => (isAfter(a.time, b.time) ? 1 : -1)).slice(0, EVIDENCE_PACKETS),
  }
}

function isAfter(time: string, other: string): boolean {
  return microseconds(time) > microseconds(other)
}

function namesOf(parts: readonly WarningReport[]): Pick<WarningReport, 'ports' | 'fingerprints' | 'families'> {
  return {
    ports: union(parts.flatMap(({ ports }) => ports)).slice(0, LISTED_PORTS).sort((a, b) => a - b),
    fingerprints: union(parts.flatMap(({ fingerprints }) => fingerprints)),
    families: union(parts.flatMap(({ families }) => families)),
  }
}

function union<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

function first(a: string, b: string): string {
  return isAfter(a, b) ? b : a
}

function last(a: string, b: string): string {
  return isAfter(a, b) ? a : b
}

function microseconds(time: string): number {
  return parseIsoTime(time)?.microseconds ?? 0
}
