import { entityKey } from '../../model/entities.ts'
import type { Explanation, Fact } from '../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../model/reason.ts'
import { SECOND_US } from '../../model/time.ts'
import { REASON_FACTS, TELLING_POINTS } from '../defaults.ts'
import type { FoldedCase, FoldedFinding, Tie } from '../fold/folded-case.ts'
import type { Priority } from '../priority/priority.ts'
import { priorityOf } from '../priority/priority.ts'
import { againstCase } from './against.ts'
import { changeFinding, forFinding, noVerdicts, whatFinding } from './explain-finding.ts'
import { nextCheck } from './next-check.ts'
import { ruleTerms } from './rule-terms.ts'

/** Why these findings are a case, and why it has this priority, in the order of docs/design.md §6. */
export function explainCase(folded: FoldedCase, priority: Priority, score: readonly Fact[]): Explanation {
  return {
    what: whatCase(folded, priority),
    why: { although: [{ and: forCase(folded, score) }, { and: againstCase(priority.strongest, priority.rules) }] },
    change: changeCase(folded, priority),
    confidence: noVerdicts(),
    next: nextCheck(priority.strongest.finding),
  }
}

/** Times of a case: from its first event to its last; null when none has a time. */
export function spanOf(findings: readonly FoldedFinding[]): { first: number | null; last: number | null } {
  const firsts = findings.map(({ finding }) => finding.first).filter(time => time !== null)
  const lasts = findings.map(({ finding }) => finding.last).filter(time => time !== null)
  return {
    first: firsts.reduce<number | null>((least, time) => (least === null || time < least ? time : least), null),
    last: lasts.reduce<number | null>((most, time) => (most === null || time > most ? time : most), null),
  }
}

function whatCase({ findings }: FoldedCase, { strongest, rules }: Priority): Fact {
  if (findings.length === 1) return whatFinding(findings[0]!.finding)
  const subjects = new Set(findings.map(({ finding }) => entityKey(finding.subject))).size
  const { rule } = strongest.finding
  const terms = { ...ruleTerms(rule), level: rule.level, subject: entityKey(findings[0]!.finding.subject) }
  const numbers = { rules, findings: findings.length, subjects }
  const eventIds = findings.flatMap(({ finding }) => finding.events.slice(0, 1)).slice(0, FACT_EVENTS).map(({ id }) => id)
  const { first, last } = spanOf(findings)
  if (first === null || last === null) return fact('triage.case-undated', { terms, numbers, eventIds })
  const during = subjects > 1 ? 'triage.case-spread' : last - first < SECOND_US ? 'triage.case-at' : 'triage.case-during'
  return fact(during, { terms, numbers: { ...numbers, first, last }, eventIds })
}

/**
 * Of one finding, what its detector says and why it weighs; of several, the weightiest terms of the priority, and where subjects are
 * joined, the strongest tie in the last place.
 */
function forCase({ findings, ties }: FoldedCase, score: readonly Fact[]): Fact[] {
  if (findings.length === 1) return [...forFinding(findings[0]!).slice(0, REASON_FACTS - 1), ...score].slice(0, REASON_FACTS)
  const strongest = ties.toSorted((a, b) => b.weight - a.weight)[0]
  const tied = strongest === undefined ? [] : [tieFact(strongest)]
  const weightiest = score.toSorted((a, b) => (b.numbers['points'] ?? 0) - (a.numbers['points'] ?? 0))
  return [...weightiest.slice(0, REASON_FACTS - tied.length), ...tied]
}

function tieFact(tie: Tie): Fact {
  const terms = { from: entityKey(tie.toSubject), to: entityKey(tie.fromSubject), shared: entityKey(tie.shared[0]!) }
  return tie.gapUs === 0 ? fact('triage.tied-overlapping', { terms }) : fact('triage.tied', { terms, numbers: { gap: tie.gapUs } })
}

/** What remains when the rule that weighs most is taken away; with one rule nothing would, so it is asked as for a finding. */
function changeCase({ findings }: FoldedCase, priority: Priority): Fact {
  const { rule } = priority.strongest.finding
  const rest = findings.filter(({ finding }) => finding.rule.id !== rule.id)
  if (rest.length === 0) return changeFinding(priority.strongest)
  const without = priorityOf(rest).total
  return priority.total - without >= TELLING_POINTS
    ? fact('triage.change-case', { terms: ruleTerms(rule), numbers: { priority: priority.total, without } })
    : fact('triage.change-case-stands', { terms: ruleTerms(rule), numbers: { without, others: priority.rules - 1 } })
}
