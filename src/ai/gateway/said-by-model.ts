import type { OutputFinding } from '../output/output-guard.ts'
import type { GatewayPolicy } from './policy/policy.ts'
import { actionOf } from './policy/policy.ts'
import type { Lifting } from './exception/lifting.ts'
import type { SaidJudgement } from './exchange.ts'
import type { TaintJudgement } from './taint.ts'

/** A finding in an answer, what is done with it, and the name by which it can be marked as wrong. */
export function saidByModel(found: OutputFinding | TaintJudgement, policy: GatewayPolicy, lifting: Lifting): SaidJudgement {
  const { verdict, layer, kind, score, reason } = found
  const action = actionOf(policy, found)
  // Where a person is to allow it, one is asked.
  return { verdict: kind === 'confirmed' && action === 'block' ? 'ask' : action, found: verdict, layer, kind, score, reason, origin: 'assistant', mark: lifting.markOf('assistant', found.layer, found.kind, found.subject) }
}

/** Whether a person allowed a call that would bring the third side. */
export function isTaintLifted(lifting: Lifting): (taint: TaintJudgement) => boolean {
  return ({ layer, kind, subject }) => lifting.lifts('assistant', layer, kind, subject)
}
