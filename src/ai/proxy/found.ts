import type { SaidJudgement } from '../gateway/exchange.ts'
import type { Lifting } from '../gateway/exception/lifting.ts'
import type { Origin } from '../gateway/protocol/protocol.ts'
import type { PolicyName } from '../judge/policies.ts'
import { underPolicy } from '../judge/policies.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { GUARD_VERDICTS } from '../judge/verdict.ts'

/** Something that speaks against a message. */
export interface Found {
  readonly judgement: GuardJudgement
  readonly origin: Origin
  /** What of it that is about: an exception holds for nothing else; null: it is accepted by its name (`noroshi ai pins`), not lifted. */
  readonly subject: string | null
}

/** What is left of it when exceptions have lifted what they are about, under the policy, the gravest first. */
export function standing(found: readonly Found[], policy: PolicyName, lifting: Lifting): SaidJudgement[] {
  return found.flatMap(({ judgement, origin, subject }) => {
    const { layer, kind = '' } = judgement
    if (layer === null || judgement.verdict === 'allow') return []
    if (subject !== null && lifting.lifts(origin, layer, kind, subject)) return []
    const under = underPolicy(judgement, policy)
    return under.verdict === 'allow' ? [] : [{ ...under, origin, mark: subject === null ? '' : lifting.markOf(origin, layer, kind, subject) }]
  }).sort((one, other) => GUARD_VERDICTS.indexOf(other.verdict) - GUARD_VERDICTS.indexOf(one.verdict) || other.score - one.score)
}
