import { parseIsoTime } from '../../model/time.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { findWarnings, saveWarnings } from '../../store/telescope/warning-store.ts'
import { EVIDENCE_PACKETS, LISTED_PORTS } from './defaults.ts'
import type { WarningReport } from './telescope-schema.ts'
import { warningSchema } from './telescope-schema.ts'
import type { WarningRecord } from './warning-journal.ts'

/**
 * Warnings over all runs of a sensor: what a new run calls opened is, where an earlier one knew it, the same warning, which goes on or is open again. So a
 * restart tells nobody anything twice.
 */
export class WarningBook {
  readonly #ledger: Ledger
  /** Of warnings that this run has told: what earlier runs knew of them, null for nothing. */
  readonly #earlier = new Map<string, WarningReport | null>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** Writes records down. @returns those that somebody should hear of, with all that is known of each warning */
  async enter(records: readonly WarningRecord[]): Promise<WarningRecord[]> {
    const latest = [...new Map(records.map(record => [record.warning.id, record])).values()]
    const unknown = latest.filter(({ warning }) => !this.#earlier.has(warning.id)).map(({ warning }) => warning.id)
    if (unknown.length > 0) {
      for (const id of unknown) this.#earlier.set(id, null)
      for (const { id, body } of await findWarnings(this.#ledger, unknown)) this.#earlier.set(id, warningSchema.safeParse(body).data ?? null)
    }
    const whole = latest.map(({ happening, warning }) => {
      const earlier = this.#earlier.get(warning.id) ?? null
      return earlier === null ? { happening, warning } : { happening: happeningAfter(happening, warning, earlier), warning: joined(warning, earlier) }
    })
    await saveWarnings(this.#ledger, whole.map(({ warning }) => ({
      id: warning.id, member: warning.member, state: warning.state, heldBack: warning.heldBack, lastSeen: warning.lastSeen, body: warning,
    })))
    return whole.filter(({ happening }) => happening !== 'seen')
  }
}

function happeningAfter(happening: WarningRecord['happening'], warning: WarningReport, earlier: WarningReport): WarningRecord['happening'] {
  if (happening !== 'opened') return happening
  if (isAfter(warning.firstSeen, earlier.closesAt)) return 'reopened'
  const isMore = warning.families.some(family => !earlier.families.includes(family)) || (warning.kind === 'internal' && earlier.kind !== 'internal') || (earlier.heldBack && !warning.heldBack)
  return isMore ? 'changed' : 'seen'
}

/** One warning of what two runs saw of it. */
function joined(now: WarningReport, earlier: WarningReport): WarningReport {
  // A capture that is read once more tells nothing new.
  if (!isAfter(now.firstSeen, earlier.lastSeen)) return { ...now, firstSeen: [now.firstSeen, earlier.firstSeen].sort()[0]!, packets: Math.max(now.packets, earlier.packets) }
  return {
    ...now,
    kind: earlier.kind === 'internal' ? 'internal' : now.kind,
    firstSeen: earlier.firstSeen,
    packets: now.packets + earlier.packets,
    returns: now.returns + earlier.returns + (isAfter(now.firstSeen, earlier.closesAt) ? 1 : 0),
    ports: union(earlier.ports, now.ports).slice(0, LISTED_PORTS).sort((a, b) => a - b),
    fingerprints: union(earlier.fingerprints, now.fingerprints),
    families: union(earlier.families, now.families),
    evidence: [...earlier.evidence, ...now.evidence].slice(0, EVIDENCE_PACKETS),
  }
}

function union<T>(first: readonly T[], second: readonly T[]): T[] {
  return [...new Set([...first, ...second])]
}

function isAfter(time: string, other: string): boolean {
  return (parseIsoTime(time)?.microseconds ?? 0) > (parseIsoTime(other)?.microseconds ?? 0)
}
