import type { Case } from '../model/case.ts'
import type { Entity } from '../model/entity.ts'
import { compareText, compareTimes } from '../model/event-order.ts'
import type { Finding } from '../model/finding.ts'
import { caseId } from '../model/ids.ts'
import { renderFact } from '../model/render-fact.ts'
import { CASE_ENTITIES, CASE_ENTITIES_OF_A_TYPE } from './defaults.ts'
import { explainCase, spanOf } from './explain/explain-case.ts'
import { explainPriority } from './explain/explain-priority.ts'
import { triageFacts } from './explain/facts.ts'
import { titleFact } from './explain/title.ts'
import { EntityRanking } from './entity-ranking.ts'
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

/** What ties it together first, then subjects, then what most findings name; hashes and what every machine has come last. */
function leadingEntities({ findings, ties }: FoldedCase): Entity[] {
  const ranking = new EntityRanking()
  for (const { finding } of findings) {
    ranking.count([finding.subject], 1)
    ranking.count(finding.entities.filter(({ type }) => type !== 'hash'), 2)
    ranking.count(finding.entities.filter(({ type }) => type === 'hash'), 3)
  }
  ranking.count(ties.flatMap(({ shared }) => shared), 0)
  return ranking.first(CASE_ENTITIES, CASE_ENTITIES_OF_A_TYPE).map(({ entity }) => entity)
}
