import { createHash } from 'node:crypto'
import { renderFact } from '../../model/render-fact.ts'
import type { Fact } from '../../model/reason.ts'
import { formatTime } from '../../model/time.ts'
import { HELD_BACK_LIKELIHOOD } from './defaults.ts'
import type { EvidencePacket } from './evidence-packet.ts'
import { TELESCOPE_FACTS } from './facts.ts'
import { familiesOf } from './families.ts'
import { nextStep } from './next-step.ts'
import { silenceLimit } from './rhythm.ts'
import { spoofLikelihood } from './spoof-likelihood.ts'
import type { WarningReport } from './telescope-schema.ts'
import type { MemberWarning, Warnings } from './warnings.ts'

/** What the table of sources knows of a warning's source. */
export interface WarnedSource {
  readonly fingerprints: readonly string[]
  readonly leastTtl: number
  readonly mostTtl: number
}

/** Of answers, which come from who was attacked, whatever way they take. */
const NO_SOURCE: WarnedSource = { fingerprints: [], leastTtl: 0, mostTtl: 0 }

/** A warning in the words of the report. @param sourceOf by row @param now microseconds since the epoch, by which it is judged whether it is over */
export function viewWarning(warning: MemberWarning, warnings: Warnings, sourceOf: (row: number) => WarnedSource, now: number): WarningReport {
  const { organisation, member, address, kind, packets, source, firstSeen, lastSeen, returns } = warning
  const { fingerprints, ...ttls } = source === null ? NO_SOURCE : sourceOf(source)
  const { likelihood, reason } = spoofLikelihood({ packets, ...ttls, marks: fingerprints.length, neighbours: packets <= 2 ? warnings.neighbours(warning) : 0 })
  const ports = [...warning.ports].sort((a, b) => a - b)
  const silentFrom = lastSeen + silenceLimit(warning)
  return {
    id: warningId(warning),
    organisation,
    member,
    address,
    kind,
    state: now > silentFrom ? 'closed' : 'open',
    firstSeen: formatTime(firstSeen),
    lastSeen: formatTime(lastSeen),
    closesAt: formatTime(silentFrom),
    returns,
    packets,
    ports,
    fingerprints: [...fingerprints],
    families: [...familiesOf(fingerprints)],
    spoofLikelihood: likelihood,
    spoofReason: viewFact(reason),
    heldBack: kind !== 'backscatter' && likelihood >= HELD_BACK_LIKELIHOOD,
    nextStep: viewFact(nextStep({ kind, fingerprints, ports, spoofLikelihood: likelihood })),
    evidence: warning.evidence.map(viewPacket),
  }
}

/** The same wherever the same address of the same member shows itself in the same way, so that one infection is one warning beyond a restart. */
export function warningId({ organisation, address, kind }: Pick<MemberWarning, 'organisation' | 'address' | 'kind'>): string {
  return createHash('sha256').update(JSON.stringify([organisation, address, kind === 'backscatter'])).digest('hex').slice(0, 16)
}

function viewPacket({ time, ...packet }: EvidencePacket): WarningReport['evidence'][number] {
  return { time: formatTime(time), ...packet }
}

/** A fact with its sentence in both languages. */
export function viewFact(each: Fact): WarningReport['spoofReason'] {
  return {
    fact: each.fact, numbers: { ...each.numbers }, terms: { ...each.terms },
    en: renderFact(each, TELESCOPE_FACTS, 'en'), ja: renderFact(each, TELESCOPE_FACTS, 'ja'),
  }
}
