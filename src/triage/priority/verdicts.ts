import type { Case } from '../../model/case.ts'
import type { Explanation, Fact } from '../../model/reason.ts'
import { fact, factsOf } from '../../model/reason.ts'
import type { JudgedFindings, Verdict, VerdictFrequency, VerdictRules, WeighedFinding } from '../../model/verdict.ts'
import { CONFIRMED_POINTS, MOST_PRIORITY, REASON_FACTS } from '../defaults.ts'
import { priorityOf } from './priority.ts'

/** What people's verdicts make of a case (docs/cases.md): its priority, the reasons for it, and how often such a case was what. */
export const verdictRules: VerdictRules = { judge, withFrequency }

/**
 * Findings judged benign or false positive are taken out of the sum: what remains is what nobody has explained yet, and what came after the
 * verdict counts in full. A finding that was confirmed adds {@link CONFIRMED_POINTS}. Each says so by a fact of the score.
 */
function judge(derived: Case, findings: readonly WeighedFinding[], verdicts: JudgedFindings): Case {
  const harmless = findings.filter(({ finding }) => isHarmless(verdicts.get(finding.id)))
  const confirmed = findings.filter(({ finding }) => verdicts.get(finding.id) === 'true-positive')
  if (harmless.length === 0 && confirmed.length === 0) return derived
  const rest = findings.filter(({ finding }) => !isHarmless(verdicts.get(finding.id)))
  const remaining = harmless.length === 0 ? derived.priority : rest.length === 0 ? 0 : Math.min(derived.priority, priorityOf(rest).total)
  const lowered = harmless.length === 0 ? [] : [fact('triage.score-harmless', {
    numbers: { points: remaining - derived.priority, harmless: harmless.length, findings: findings.length },
  })]
  const points = confirmed.length === 0 ? 0 : Math.min(CONFIRMED_POINTS, MOST_PRIORITY - remaining)
  const raised = confirmed.length === 0 ? [] : [fact('triage.score-confirmed', {
    numbers: { points, confirmed: confirmed.length, findings: findings.length },
  })]
  return {
    ...derived,
    priority: remaining + points,
    score: [...derived.score, ...[...lowered, ...raised].filter(({ numbers }) => numbers['points'] !== 0)],
    explanation: {
      ...withVerdicts(derived.explanation, raised, lowered),
      change: fact('triage.change-judged', { numbers: { derived: derived.priority } }),
    },
  }
}

/** What a person said comes before what rules say, on its side. */
function withVerdicts(explanation: Explanation, raised: readonly Fact[], lowered: readonly Fact[]): Explanation {
  const { why } = explanation
  const [supporting, opposing] = 'although' in why ? why.although : [why, { and: [] }]
  const side = (first: readonly Fact[], rest: readonly Fact[]) => ({ and: [...first, ...rest].slice(0, REASON_FACTS) })
  return { ...explanation, why: { although: [side(raised, factsOf(supporting)), side(lowered, factsOf(opposing))] } }
}

function withFrequency(shown: Case, { by, seen, judged, benign }: VerdictFrequency): Case {
  const confidence = judged === 0 ? fact('triage.unjudged', { numbers: { seen } }) : fact(`triage.verdicts-by-${by}`, { numbers: { seen, judged, benign } })
  return { ...shown, explanation: { ...shown.explanation, confidence } }
}

function isHarmless(verdict: Verdict | undefined): boolean {
  return verdict === 'benign' || verdict === 'false-positive'
}
