import type { Case } from '../model/case.ts'
import { entityKey } from '../model/entities.ts'
import type { Entity } from '../model/entity.ts'
import { compareText, compareTimes } from '../model/event-order.ts'
import type { Finding } from '../model/finding.ts'
import { caseId } from '../model/ids.ts'
import { renderFact } from '../model/render-fact.ts'
import { CASE_ENTITIES } from './defaults.ts'
import { explainCase, spanOf } from './explain/explain-case.ts'
import { explainPriority } from './explain/explain-priority.ts'
import { triageFacts } from './explain/facts.ts'
import { titleFact } from './explain/title.ts'
import { foldFindings } from './fold/fold.ts'
import type { FoldedCase, FoldedFinding } from './fold/folded-case.ts'
import { priorityOf } from './priority/priority.ts'
import { tacticsAsFirstSeen } from './priority/tactic-path.ts'

/** What triage makes of findings. */
export interface Triaged {
  /** By falling priority, then by first event, then by id. */
  readonly cases: readonly Case[]
  /** In fold order, each with what was known when it came. */
  readonly findings: readonly FoldedFinding[]
}

/** Findings → cases, wholly derived: the same set gives the same cases, in whatever order it is given. */
export function makeCases(findings: readonly Finding[]): Triaged {
  const folded = foldFindings(findings)
  return {
    cases: folded.map(makeCase).sort(compareCases),
    findings: folded.flatMap(each => each.findings).sort((a, b) =>
      compareTimes(a.finding.first, b.finding.first) || compareText(a.finding.id, b.finding.id)),
  }
}

function makeCase(folded: FoldedCase): Case {
  const priority = priorityOf(folded.findings)
  const score = explainPriority(priority)
  const title = titleFact(folded, priority)
  const { first, last } = spanOf(folded.findings)
  return {
    id: caseId(folded.findings[0]!.finding.id),
    title: { en: renderFact(title, triageFacts, 'en'), ja: renderFact(title, triageFacts, 'ja') },
    priority: priority.total,
    score,
    severity: priority.strongest.finding.rule.level,
    firstSeen: first,
    lastSeen: last,
    tactics: tacticsAsFirstSeen(folded.findings.map(({ finding }) => finding)),
    entities: leadingEntities(folded),
    findings: folded.findings.map(({ finding }) => finding.id),
    explanation: explainCase(folded, priority, score),
  }
}

function compareCases(a: Case, b: Case): number {
  return b.priority - a.priority || compareTimes(a.firstSeen, b.firstSeen) || compareText(a.id, b.id)
}

/** What ties it together first, then subjects, then what most findings name. */
function leadingEntities({ findings, ties }: FoldedCase): Entity[] {
  const tied = new Set(ties.flatMap(({ shared }) => shared.map(entityKey)))
  const counts = new Map<string, { readonly entity: Entity; rank: number; count: number }>()
  const count = (entity: Entity, rank: number): void => {
    if (entity.type === 'evidence') return
    const key = entityKey(entity)
    const known = counts.get(key)
    if (known === undefined) counts.set(key, { entity, rank: tied.has(key) ? 0 : rank, count: 1 })
    else {
      known.count++
      known.rank = Math.min(known.rank, rank)
    }
  }
  for (const { finding } of findings) {
    count(finding.subject, 1)
    for (const entity of finding.entities) count(entity, 2)
  }
  return [...counts.entries()]
    .sort(([keyA, a], [keyB, b]) => a.rank - b.rank || b.count - a.count || compareText(keyA, keyB))
    .slice(0, CASE_ENTITIES)
    .map(([, { entity }]) => entity)
}
