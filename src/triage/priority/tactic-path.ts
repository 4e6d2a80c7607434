import { tacticOrder } from '../../model/attack-tactics.ts'
import { compareText, compareTimes } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'

/** The tactics of a case as they came. */
export interface TacticPath {
  /** Distinct, as first seen; those of one time in the order of the matrix. */
  readonly tactics: readonly string[]
  /** How many count: at most as many as there are rules, since one rule may name several tactics for one act. */
  readonly distinct: number
  /** The longest run of them that goes forward in the matrix. */
  readonly forward: readonly string[]
  /** Steps of that run that count; again bounded by the rules. */
  readonly steps: number
}

/** Informational findings say nothing about an attack's course, so their tactics do not enter. */
export function tacticPath(findings: readonly Finding[]): TacticPath {
  const telling = findings.filter(({ rule }) => rule.level !== 'informational')
  const rules = new Set(telling.filter(({ rule }) => rule.tactics.length > 0).map(({ rule }) => rule.id)).size
  const tactics = tacticsAsFirstSeen(telling)
  const forward = longestForward(tactics)
  return {
    tactics,
    distinct: Math.min(tactics.length, rules),
    forward,
    steps: Math.max(0, Math.min(forward.length, rules) - 1),
  }
}

/** Distinct tactics as first seen; those of one time in the order of the matrix. */
export function tacticsAsFirstSeen(findings: readonly Finding[]): string[] {
  const first = new Map<string, number | null>()
  for (const finding of findings) {
    for (const tactic of finding.rule.tactics) {
      const known = first.get(tactic)
      if (known === undefined || compareTimes(finding.first, known) < 0) first.set(tactic, finding.first)
    }
  }
  return [...first.entries()]
    .sort(([a, timeA], [b, timeB]) => compareTimes(timeA, timeB) || tacticOrder(a) - tacticOrder(b) || compareText(a, b))
    .map(([tactic]) => tactic)
}

/** Longest strictly rising subsequence by place in the matrix; quadratic in tactics, of which there are some twenty. */
function longestForward(tactics: readonly string[]): string[] {
  const best: string[][] = []
  for (const tactic of tactics) {
    const before = best
      .filter(run => tacticOrder(run.at(-1)!) < tacticOrder(tactic))
      .reduce<string[]>((longest, run) => (run.length > longest.length ? run : longest), [])
    best.push([...before, tactic])
  }
  return best.reduce<string[]>((longest, run) => (run.length > longest.length ? run : longest), [])
}
