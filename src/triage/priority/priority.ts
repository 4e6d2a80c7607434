import { tacticOf, tacticOrder } from '../../model/attack-tactics.ts'
import { entityKey } from '../../model/entities.ts'
import type { Severity } from '../../model/severity.ts'
import { severityRank } from '../../model/severity.ts'
import {
  RARITY_FREE_SHARE, RARITY_POINTS, RARITY_STEP_POINTS, RULE_SHARES, RULES_HALF, RULES_POINTS, SEVERITY_POINTS, SPREAD_HALF, SPREAD_POINTS,
  STEP_POINTS, STEPS_POINTS, TACTIC_POINTS, TACTICS_POINTS, TYING_SEVERITY,
} from '../defaults.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import type { TacticPath } from './tactic-path.ts'
import { tacticPath } from './tactic-path.ts'

/** The named terms of a priority, in the order in which they are shown. Each is a whole number of points. */
export const PRIORITY_TERMS = ['severity', 'rules', 'rarity', 'tactics', 'order', 'spread'] as const

export type PriorityTerm = (typeof PRIORITY_TERMS)[number]

/** What each term can give at most; together 100. */
export const MOST_POINTS: Readonly<Record<PriorityTerm, number>> = {
  severity: SEVERITY_POINTS.critical,
  rules: RULES_POINTS,
  rarity: RARITY_POINTS,
  tactics: TACTICS_POINTS,
  order: STEPS_POINTS,
  spread: SPREAD_POINTS,
}

/** A priority, 0–100, and what it is the sum of. */
export interface Priority {
  readonly total: number
  readonly points: Readonly<Record<PriorityTerm, number>>
  /** What the points were given for. */
  readonly strongest: FoldedFinding
  readonly rules: number
  readonly rarest: FoldedFinding
  readonly path: TacticPath
  readonly subjects: number
}

/** @param findings of one case, in fold order; at least one */
export function priorityOf(findings: readonly FoldedFinding[]): Priority {
  const strongest = findings.reduce((best, each) => (rank(each) - rank(best) || furthest(each) - furthest(best)) > 0 ? each : best)
  const tying = findings.filter(each => rank(each) >= severityRank(TYING_SEVERITY))
  const rules = new Map(findings.map(({ finding: { detector, rule } }) => [`${detector}\0${rule.id}`, rule.level]))
  const rarest = (tying.length > 0 ? tying : findings).reduce((best, each) => (rarity(each) > rarity(best) ? each : best))
  const path = tacticPath(findings.map(({ finding }) => finding))
  const subjects = new Set(tying.map(({ finding }) => entityKey(finding.subject))).size
  const points = {
    severity: SEVERITY_POINTS[strongest.finding.rule.level],
    rules: approach(RULES_POINTS, RULES_HALF, shareOfFurther([...rules.values()])),
    rarity: tying.length === 0 ? 0 : Math.round(rarity(rarest)),
    tactics: Math.min(TACTICS_POINTS, TACTIC_POINTS * Math.max(0, path.distinct - 1)),
    order: Math.min(STEPS_POINTS, STEP_POINTS * path.steps),
    spread: approach(SPREAD_POINTS, SPREAD_HALF, Math.max(0, subjects - 1)),
  }
  const total = Object.values(points).reduce((sum, each) => sum + each, 0)
  return { total, points, strongest, rules: rules.size, rarest, path, subjects }
}

/** Points, not rounded, for how small a rule's share of earlier findings was when it spoke. */
function rarity({ before }: FoldedFinding): number {
  const halvings = Math.log2((before.findings + 1) / (before.ruleFindings + 1) / RARITY_FREE_SHARE)
  return Math.min(RARITY_POINTS, Math.max(0, RARITY_STEP_POINTS * halvings))
}

/** Whole points towards `most`: half of it with `half` more, three quarters with twice as many. */
function approach(most: number, half: number, more: number): number {
  return Math.round(most * (1 - 2 ** (-more / half)))
}

/** How many rules beyond the strongest agree, each by its level's share. */
function shareOfFurther(levels: readonly Severity[]): number {
  const shares = levels.map(level => RULE_SHARES[level]).sort((a, b) => b - a)
  return shares.slice(1).reduce((sum, share) => sum + share, 0)
}

/** Among equally severe findings the one whose tactic is furthest in the matrix is nearest to harm. */
function furthest({ finding }: FoldedFinding): number {
  return finding.rule.tactics.reduce((most, tactic) => (tacticOf(tactic) === undefined ? most : Math.max(most, tacticOrder(tactic))), -1)
}

function rank({ finding }: FoldedFinding): number {
  return severityRank(finding.rule.level)
}
