import type { SaidJudgement } from '../gateway/exchange.ts'
import { graverFirst } from '../gateway/exchange.ts'
import type { Lifting } from '../gateway/exception/lifting.ts'
import type { Origin } from '../gateway/protocol/protocol.ts'
import type { GatewayPolicy, PolicyAction } from '../gateway/policy/policy.ts'
import { actionOf } from '../gateway/policy/policy.ts'
import type { GuardJudgement } from '../judge/verdict.ts'

/** Something that speaks against a message. */
export interface Found {
  readonly judgement: GuardJudgement
  readonly origin: Origin
  /** What of it that is about: an exception holds for nothing else; null: it is accepted by its name (`noroshi ai pins`), not lifted. */
  readonly subject: string | null
  /** What is done with it, where that is decided already. */
  readonly action?: PolicyAction
}

/** What is left of it when exceptions have lifted what they are about, under the policy, the gravest first. */
export function standing(found: readonly Found[], policy: GatewayPolicy, lifting: Lifting): SaidJudgement[] {
  return found.flatMap(({ judgement, origin, subject, action }) => {
    const { layer, kind = '' } = judgement
    if (layer === null || judgement.verdict === 'allow') return []
    if (subject !== null && lifting.lifts(origin, layer, kind, subject)) return []
    const verdict = action ?? actionOf(policy, judgement)
    return verdict === 'allow' ? [] : [{ ...judgement, verdict, found: judgement.verdict, origin, mark: subject === null ? '' : lifting.markOf(origin, layer, kind, subject) }]
  }).sort((one, other) => graverFirst(one, other) || other.score - one.score)
}
