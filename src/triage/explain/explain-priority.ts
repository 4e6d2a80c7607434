import type { Fact } from '../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../model/reason.ts'
import type { Priority, PriorityTerm } from '../priority/priority.ts'
import { PRIORITY_TERMS } from '../priority/priority.ts'
import { findingQuery } from './finding-query.ts'
import { ruleTerms } from './rule-terms.ts'

/** The terms of a priority as facts; their `numbers.points` add up to it. Terms that give nothing are left out. */
export function explainPriority(priority: Priority): Fact[] {
  return PRIORITY_TERMS.filter(term => priority.points[term] !== 0).map(term => termFact(term, priority))
}

function termFact(term: PriorityTerm, { points, strongest, rules, rarest, path, subjects }: Priority): Fact {
  const given = { points: points[term] }
  switch (term) {
    case 'severity': {
      const { finding } = strongest
      return fact('triage.score-severity', {
        numbers: { ...given, count: finding.count },
        terms: { ...ruleTerms(finding.rule), level: finding.rule.level },
        eventIds: finding.events.slice(0, FACT_EVENTS).map(({ id }) => id),
        query: findingQuery(finding),
      })
    }
    case 'rules':
      return fact('triage.score-rules', { numbers: { ...given, rules } })
    case 'rarity': {
      const { before, finding } = rarest
      const numbers = { ...given, ruleFindings: before.ruleFindings, findings: before.findings }
      return fact('triage.score-rarity', { numbers, terms: ruleTerms(finding.rule) })
    }
    case 'tactics':
      return fact('triage.score-tactics', { numbers: given, terms: { tactics: path.tactics.join(',') } })
    case 'order':
      return fact('triage.score-order', { numbers: given, terms: { tactics: path.forward.join(',') } })
    case 'spread':
      return fact('triage.score-spread', { numbers: { ...given, subjects } })
  }
}
