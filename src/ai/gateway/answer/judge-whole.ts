import type { Steps } from '../../../platform/steps.ts'
import { AnswerText } from '../../output/answer-text.ts'
import type { OutputContext, OutputFinding } from '../../output/output-guard.ts'
import { judgeOutput } from '../../output/output-guard.ts'
import type { AnswerContexts } from './answer-context.ts'
import type { Application } from '../application/application.ts'
import type { Lifting } from '../exception/lifting.ts'
import type { SaidJudgement } from '../exchange.ts'
import { graverFirst } from '../exchange.ts'
import { LONG_ANSWER_CHARACTERS } from '../defaults.ts'
import { blankLogprobs } from './logprobs.ts'
import type { Placeholders } from '../placeholder/placeholders.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import { actionOf } from '../policy/policy.ts'
import type { Json, Protocol, TextPart } from '../protocol/protocol.ts'
import { putInPlace } from './put-in-place.ts'
import { isTaintLifted, saidByModel } from './said-by-model.ts'
import type { SuspectText } from '../taint.ts'
import { actsOutside, judgeCalls } from '../taint.ts'

export interface WholeJudgement {
  /** What was not allowed, the gravest first. */
  readonly judgements: readonly SaidJudgement[]
  readonly parts: readonly TextPart[]
  readonly tools: readonly string[]
  /** What is called and with what, as the model wrote it. */
  readonly calls: readonly Pick<TextPart, 'text' | 'origin'>[]
  /** Something was taken out, or put back. */
  readonly isChanged: boolean
}

interface WholeContext {
  readonly protocol: Pick<Protocol, 'answerParts' | 'calledTools'>
  readonly contexts: AnswerContexts
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
  readonly application: Application
  readonly policy: GatewayPolicy
  readonly placeholders: Placeholders
  readonly lifting: Lifting
  /** Tells of what the guard threw. */
  readonly failed: (cause: unknown) => SaidJudgement
}

/**
 * Judges an answer that came whole, takes out of it what the policy wants out, and puts back what the request was without. What it calls is judged by what that
 * does although the guard failed at what it says.
 */
export function* judgeWhole(body: Json, context: WholeContext): Steps<WholeJudgement> {
  const { protocol, used, suspects, application, policy, lifting, failed } = context
  const parts = protocol.answerParts(body)
  const called = protocol.calledTools(body)
  const { judgements, isChanged } = yield* saidOrFailed()
  if (isChanged) blankLogprobs(body)
  const tools = called.map(({ name }) => name)
  const against = judgeCalls(tools, { used, suspects, application, isLifted: isTaintLifted(lifting) }).map(each => saidByModel(each, policy, lifting))
  return {
    judgements: [...judgements, ...against].filter(({ verdict }) => verdict !== 'allow').sort(graverFirst), parts, tools, calls: called.map(({ name, arguments: given }) => ({ origin: 'assistant', text: `${name} ${given}` })), isChanged,
  }

  function* saidOrFailed(): Steps<SaidByAnswer> {
    try {
      return yield* judgeSaid(parts, called, context)
    } catch (cause) {
      return { judgements: [failed(cause)], isChanged: false }
    }
  }
}

type SaidByAnswer = Pick<WholeJudgement, 'judgements' | 'isChanged'>

function* judgeSaid(parts: readonly TextPart[], called: ReturnType<Protocol['calledTools']>, { contexts, application, policy, placeholders, lifting }: WholeContext): Steps<SaidByAnswer> {
  const judgements: SaidJudgement[] = []
  let isChanged = false
  function* redacted(text: string): Steps<string> {
    const found = yield* findingsIn(text, contexts.answer)
    judgements.push(...found.map(each => saidByModel(each, policy, lifting)))
    return putInPlace(text, found.filter(each => actionOf(policy, each) === 'redact'))
  }
  const put = (text: string, rest: string, replace: TextPart['replace']): void => {
    if (rest === text) return
    isChanged = true
    replace(rest)
  }
  for (const { text, replace } of parts) put(text, placeholders.restore(yield* redacted(text), { isJson: false }), replace)
  for (const { name, arguments: given, replace } of called) {
    // A call cannot be made with half of what it says.
    if (actsOutside(name, application.tools)) judgements.push(...(yield* findingsIn(given, contexts.call)).map(each => saidByModel({ ...each, verdict: each.verdict === 'flag' ? 'flag' : 'block' }, policy, lifting)))
    else put(given, placeholders.restore(yield* redacted(given), { isJson: true }), replace)
  }
  return { judgements, isChanged }
}

/** Long texts are looked at as if they came in pieces, with others in between. */
function* findingsIn(text: string, context: OutputContext): Steps<readonly OutputFinding[]> {
  if (text.length <= LONG_ANSWER_CHARACTERS) {
    const found = judgeOutput(text, context)
    yield
    return found
  }
  const growing = new AnswerText(context)
  const found: OutputFinding[] = []
  for (let at = 0; at < text.length; at += LONG_ANSWER_CHARACTERS) {
    found.push(...growing.push(text.slice(at, at + LONG_ANSWER_CHARACTERS)))
    yield
  }
  return [...found, ...growing.end()]
}
