import type { Case } from '../model/case.ts'
import type { Entity } from '../model/entity.ts'
import { compareText, compareTimes } from '../model/event-order.ts'
import type { Finding } from '../model/finding.ts'
import { caseId } from '../model/ids.ts'
import { renderFact } from '../model/render-fact.ts'
import type { JudgedFindings } from '../model/verdict.ts'
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
import { verdictRules } from './priority/verdicts.ts'

/** What triage makes of findings. */
export interface Triaged {
  /** By falling priority, then by first event, then by id. */
  readonly cases: readonly Case[]
  /** Those on which a person's verdict bears, as they are without it, by id. */
  readonly derived: ReadonlyMap<string, Case>
  /** In fold order, each with what was known when it came. */
  readonly findings: readonly FoldedFinding[]
}

/**
 * Findings → cases: the same set gives the same cases, in whatever order it is given. Verdicts change their priority and its reasons, never
 * which cases there are.
 */
export function makeCases(findings: readonly Finding[], verdicts: JudgedFindings = NO_VERDICTS): Triaged {
  const folded = foldFindings(findings)
  const derived = new Map<string, Case>()
  const cases = folded.map(each => {
    const made = makeCase(each)
    const shown = verdictRules.judge(made, each.findings, verdicts)
    if (shown !== made) derived.set(made.id, made)
    return shown
  })
  return {
    cases: cases.sort(compareCases),
    derived,
    findings: folded.flatMap(each => each.findings).sort((a, b) =>
      compareTimes(a.finding.first, b.finding.first) || compareText(a.finding.id, b.finding.id)),
  }
}

const NO_VERDICTS: JudgedFindings = new Map()

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
    strongest: priority.strongest.finding.id,
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
