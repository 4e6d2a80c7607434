import type { Entity } from '../../model/entity.ts'
import { compareEvents, compareText } from '../../model/event-order.ts'
import type { EventReference } from '../../model/finding.ts'
import { caseRowOf } from '../../store/cases/list-cases.ts'
import { findingsOfCase } from '../../store/cases/read-findings.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { evidencePaths } from './evidence-paths.ts'
import { TIMELINE_FINDINGS } from './defaults.ts'

/** One event of a case, as one of its findings lists it. */
export interface TimelineEntry {
  readonly event: EventReference
  readonly finding: string
  /** Of the finding's rule. */
  readonly title: string
  /** The same in Japanese, where the rule has one. */
  readonly titleJa?: string
  readonly subject: Entity
  /** Where its evidence was found first by name. */
  readonly path: string
}

/** Where an entry stands; entries are ordered by (time, evidence, offset, ordinal, finding), those without time last. */
export type TimelineKey = Pick<EventReference, 'time' | 'evidence' | 'offset' | 'ordinal'> & { readonly finding: string }

/** The events that the findings of a case list, by time, after a key. An event that several findings list comes once for each. */
export async function caseTimeline(ledger: Ledger, id: string, after: TimelineKey | undefined, limit: number): Promise<TimelineEntry[]> {
  let entries: Omit<TimelineEntry, 'path'>[] = []
  const total = (await caseRowOf(ledger, id))?.findings ?? 0
  for (let from = 0; from < total; from += TIMELINE_FINDINGS) {
    const findings = await findingsOfCase(ledger.pool, ledger.organisation, id, from, TIMELINE_FINDINGS)
    const further = findings.flatMap(({ finding }) => finding.events.map(event => ({ event, finding: finding.id, title: finding.rule.title, ...(finding.rule.titleJa !== undefined && { titleJa: finding.rule.titleJa }), subject: finding.subject })))
      .filter(entry => after === undefined || compareKeys(timelineKey(entry), after) > 0)
    entries = [...entries, ...further].sort((a, b) => compareKeys(timelineKey(a), timelineKey(b))).slice(0, limit)
  }
  const paths = await evidencePaths(ledger, entries.map(({ event }) => event.evidence))
  return entries.map(entry => ({ ...entry, path: paths.get(entry.event.evidence) ?? entry.event.evidence }))
}

export function timelineKey({ event: { time, evidence, offset, ordinal }, finding }: Pick<TimelineEntry, 'event' | 'finding'>): TimelineKey {
  return { time, evidence, offset, ordinal, finding }
}

function compareKeys(a: TimelineKey, b: TimelineKey): number {
  return compareEvents(a, b) || compareText(a.finding, b.finding)
}
