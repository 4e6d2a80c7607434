import { tacticOrder } from '../../model/attack-tactics.ts'
import { entityKey } from '../../model/entities.ts'
import type { Entity } from '../../model/entity.ts'
import { compareText } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'
import type { Severity } from '../../model/severity.ts'
import { DAY_US, HOUR_US } from '../../model/time.ts'
import { OVERVIEW_ENTITIES, TIMELINE_BARS, TIMELINE_LEAST_BARS } from '../defaults.ts'
import { EntityRanking } from '../entity-ranking.ts'
import type { ReportInput } from './report-input.ts'

/** What the first page of a report says about the whole. */
export interface Overview {
  readonly first: number | null
  readonly last: number | null
  readonly subjects: number
  readonly casesBySeverity: Readonly<Record<Severity, number>>
  readonly timeline: Timeline | null
  /** ATT&CK tactics with the number of findings, in the order of the matrix. */
  readonly tactics: readonly { readonly tactic: string; readonly findings: number }[]
  /** Named by most findings. */
  readonly entities: readonly { readonly entity: Entity; readonly findings: number }[]
}

/** Bars of equal width over time. */
export interface Timeline {
  /** Microseconds: where the first bar begins, and the width of each. */
  readonly from: number
  readonly barUs: number
  /** Findings by severity, one record a bar. */
  readonly bars: readonly Readonly<Record<Severity, number>>[]
}

export function overviewOf({ triaged }: ReportInput): Overview {
  const findings = triaged.findings.map(({ finding }) => finding)
  const firsts = findings.map(({ first }) => first).filter(time => time !== null)
  const lasts = findings.map(({ last }) => last).filter(time => time !== null)
  const casesBySeverity = noneOfEach()
  for (const { severity } of triaged.cases) casesBySeverity[severity]++
  return {
    first: firsts.length === 0 ? null : firsts.reduce((a, b) => Math.min(a, b)),
    last: lasts.length === 0 ? null : lasts.reduce((a, b) => Math.max(a, b)),
    subjects: new Set(findings.map(({ subject }) => entityKey(subject))).size,
    casesBySeverity,
    timeline: timelineOf(findings),
    tactics: tacticsOf(findings),
    entities: leadingEntities(findings),
  }
}

/** The bar's width is the smallest that people count in and that keeps the bars readable. */
const BAR_WIDTHS_US = [1, 2, 3, 6, 12].map(hours => hours * HOUR_US).concat([1, 2, 7, 14, 30, 90, 365, 3_650].map(days => days * DAY_US))

export function timelineOf(findings: readonly Finding[]): Timeline | null {
  const times = findings.map(({ first }) => first).filter(time => time !== null)
  if (times.length === 0) return null
  const least = times.reduce((a, b) => Math.min(a, b))
  const most = times.reduce((a, b) => Math.max(a, b))
  const barUs = BAR_WIDTHS_US.find(width => (most - least) / width < TIMELINE_BARS - 1) ?? BAR_WIDTHS_US.at(-1)!
  const needed = Math.floor(most / barUs) - Math.floor(least / barUs) + 1
  const margin = Math.max(0, Math.floor((TIMELINE_LEAST_BARS - needed) / 2))
  const from = Math.max(0, Math.floor(least / barUs) - margin) * barUs
  const bars = Array.from({ length: Math.max(needed, TIMELINE_LEAST_BARS) }, noneOfEach)
  for (const { first, rule } of findings) {
    if (first !== null) bars[Math.floor((first - from) / barUs)]![rule.level]++
  }
  return { from, barUs, bars }
}

function tacticsOf(findings: readonly Finding[]): Overview['tactics'] {
  const counts = new Map<string, number>()
  for (const { rule } of findings) {
    for (const tactic of rule.tactics) counts.set(tactic, (counts.get(tactic) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => tacticOrder(a) - tacticOrder(b) || compareText(a, b))
    .map(([tactic, number]) => ({ tactic, findings: number }))
}

function leadingEntities(findings: readonly Finding[]): Overview['entities'] {
  const ranking = new EntityRanking()
  for (const { subject, entities } of findings) ranking.count([subject, ...entities], 0)
  return ranking.first(OVERVIEW_ENTITIES, OVERVIEW_ENTITIES)
}

function noneOfEach(): Record<Severity, number> {
  return { informational: 0, low: 0, medium: 0, high: 0, critical: 0 }
}
