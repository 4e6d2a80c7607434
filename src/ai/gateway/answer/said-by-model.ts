import type { OutputFinding } from '../../output/output-guard.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import { actionOf } from '../policy/policy.ts'
import type { Lifting } from '../exception/lifting.ts'
import type { SaidJudgement } from '../exchange.ts'
import { tried } from '../guard-failure.ts'
import type { TaintJudgement } from '../taint.ts'

/** A finding in an answer, what is done with it, and the name by which it can be marked as wrong. */
export function saidByModel(found: OutputFinding | TaintJudgement, policy: GatewayPolicy, lifting: Lifting): SaidJudgement {
  const { verdict, layer, kind, score, reason } = found
  return { verdict: actionOf(policy, found), found: verdict, layer, kind, score, reason, origin: 'assistant', mark: lifting.markOf('assistant', found.layer, found.kind, found.subject) }
}

/** Whether a person allowed a call that would bring the third side; nobody did where exceptions cannot be looked up. */
export function isTaintLifted(lifting: Lifting): (taint: TaintJudgement) => boolean {
  return ({ layer, kind, subject }) => {
    const look = tried(() => lifting.lifts('assistant', layer, kind, subject))
    return !look.isFailed && look.done
  }
}
