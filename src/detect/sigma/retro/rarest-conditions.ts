import type { CandidateCondition } from '../../../model/event-candidates.ts'
import { RARE_SHARE } from './defaults.ts'
import type { EventSample } from './event-sample.ts'

/**
 * Those of the conditions, all of which hold wherever a rule does, that are worth to be asked for: the one that the sample's events meet most seldom,
 * and, while that leaves many, others that halve what is left. Of equals the first; without a sample, too.
 *
 * @param when which events the rule is tried for
 */
export function rarestConditions(sample: EventSample, when: CandidateCondition, conditions: readonly CandidateCondition[]): CandidateCondition[] {
  const chosen: CandidateCondition[] = []
  let rows = sample.rowsOf(when)
  let left = count(rows)
  const open = conditions.map(condition => ({ condition, rows: sample.rowsOf(condition) }))
  while (open.length > 0 && (chosen.length === 0 || left > sample.size * RARE_SHARE)) {
    const counts = open.map(each => countOfBoth(rows, each.rows))
    const fewest = Math.min(...counts)
    if (chosen.length > 0 && fewest > left / 2) break
    const [best] = open.splice(counts.indexOf(fewest), 1)
    chosen.push(best!.condition)
    rows = rows.map((holds, row) => holds & best!.rows[row]!)
    left = fewest
  }
  return chosen
}

function count(rows: Uint8Array): number {
  return rows.reduce((sum, holds) => sum + holds, 0)
}

function countOfBoth(one: Uint8Array, other: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < one.length; row++) sum += one[row]! & other[row]!
  return sum
}
