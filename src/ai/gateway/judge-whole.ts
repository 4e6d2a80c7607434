import { judgeOutput } from '../output/output-guard.ts'
import type { AnswerContexts } from './answer-context.ts'
import type { Application } from './application.ts'
import type { Lifting } from './exception/lifting.ts'
import type { SaidJudgement } from './exchange.ts'
import { graverFirst } from './exchange.ts'
import type { Placeholders } from './placeholder/placeholders.ts'
import type { GatewayPolicy } from './policy/policy.ts'
import { actionOf } from './policy/policy.ts'
import type { Json, Protocol, TextPart } from './protocol/protocol.ts'
import { isTaintLifted, saidByModel } from './said-by-model.ts'
import type { SuspectText } from './taint.ts'
import { actsOutside, judgeCalls } from './taint.ts'

export interface WholeJudgement {
  /** What was not allowed, the gravest first. */
  readonly judgements: readonly SaidJudgement[]
  readonly parts: readonly TextPart[]
  readonly tools: readonly string[]
  /** Something was taken out, or put back. */
  readonly isChanged: boolean
}

/** Judges an answer that came whole, takes out of it what the policy wants out, and puts back what the request was without. */
export function judgeWhole(body: Json, { protocol, contexts, used, suspects, application, policy, placeholders, lifting }: {
  readonly protocol: Protocol
  readonly contexts: AnswerContexts
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
  readonly application: Application
  readonly policy: GatewayPolicy
  readonly placeholders: Placeholders
  readonly lifting: Lifting
}): WholeJudgement {
  const parts = protocol.answerParts(body)
  const judgements: SaidJudgement[] = []
  let isChanged = false
  for (const { text, replace } of parts) {
    const found = judgeOutput(text, contexts.answer)
    judgements.push(...found.map(each => saidByModel(each, policy, lifting)))
    const out = found.filter(each => actionOf(policy, each) === 'redact').toSorted((a, b) => b.start - a.start)
    const rest = placeholders.restore(out.reduce((kept, { start, end, shown }) => kept.slice(0, start) + shown + kept.slice(end), text), { isJson: false })
    if (rest === text) continue
    isChanged = true
    replace(rest)
  }
  const called = protocol.calledTools(body)
  for (const { name, arguments: given, replace } of called) {
    if (actsOutside(name, application.tools)) {
      // A call cannot be made with half of what it says.
      judgements.push(...judgeOutput(given, contexts.call).map(each => saidByModel({ ...each, verdict: each.verdict === 'flag' ? 'flag' : 'block' }, policy, lifting)))
      continue
    }
    const rest = placeholders.restore(given, { isJson: true })
    if (rest === given) continue
    isChanged = true
    replace(rest)
  }
  const tools = called.map(({ name }) => name)
  judgements.push(...judgeCalls(tools, { used, suspects, application, isLifted: isTaintLifted(lifting) }).map(each => saidByModel(each, policy, lifting)))
  return { judgements: judgements.filter(({ verdict }) => verdict !== 'allow').sort(graverFirst), parts, tools, isChanged }
}
