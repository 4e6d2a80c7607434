import type { Exchange, SaidJudgement } from '../exchange.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import type { TextPart } from '../protocol/protocol.ts'
import type { Decision, Question, QuestionDesk } from './questions.ts'

/** What is held, and why. */
export interface HeldMatter {
  readonly about: Question['about']
  readonly judgements: readonly SaidJudgement[]
  readonly parts: readonly Pick<TextPart, 'text' | 'origin'>[]
  readonly tools: readonly string[]
  /** The program waits no longer. */
  readonly gone: AbortSignal
}

/** What a held matter comes to. */
export interface HeldOutcome {
  readonly isAllowed: boolean
  readonly decision: Decision
  /** What the program is told where it is not allowed. */
  readonly words: string
}

/** Writes down that something is held, and holds it until a person has decided, or what the policy says of silence applies. */
export async function askPerson(desk: QuestionDesk, exchange: Exchange, { ask }: GatewayPolicy, { about, judgements, parts, tools, gone }: HeldMatter): Promise<HeldOutcome> {
  await exchange.record('question', { judgements, parts, status: 0, outcome: 'held', tools })
  const wanted = judgements.filter(({ verdict }) => verdict === 'ask')
  const decision = await desk.ask({
    about, ...exchange.question(parts), tools,
    verdicts: wanted.map(({ layer, kind = '', origin, reason }) => ({ layer: layer ?? '', kind, origin, reason })),
  }, ask.seconds, gone)
  const isSilent = decision.decision === 'timed-out' || decision.decision === 'too-many'
  const why = wanted[0]?.reason.en ?? ''
  return { isAllowed: decision.decision === 'allowed' || (isSilent && ask.otherwise === 'pass'), decision, words: WORDS[decision.decision](why, ask.seconds) }
}

const WORDS: Readonly<Record<Decision['decision'], (why: string, seconds: number) => string>> = {
  'allowed': why => why,
  'refused': why => `a person was asked and refused it: ${why}`,
  'timed-out': (why, seconds) => `a person was asked and did not answer within ${seconds} seconds: ${why}`,
  'too-many': why => `a person would have to be asked, and too many questions wait already: ${why}`,
  'gone': why => why,
}
