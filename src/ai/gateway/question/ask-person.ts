import type { GuardReason } from '../../judge/verdict.ts'
import type { Exchange, SaidJudgement } from '../exchange.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import type { TextPart } from '../protocol/protocol.ts'
import type { Decision, PersonDesk, Question } from './questions.ts'

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
  readonly words: GuardReason
}

/** Writes down that something is held, and holds it until a person has decided, or what the policy says of silence applies. */
export async function askPerson(desk: PersonDesk, exchange: Exchange, { ask }: GatewayPolicy, { about, judgements, parts, tools, gone }: HeldMatter): Promise<HeldOutcome> {
  await exchange.record('question', { judgements, parts, status: 0, outcome: 'held', tools })
  const wanted = judgements.filter(({ verdict }) => verdict === 'ask')
  const decision = await desk.ask({
    about, ...exchange.question(about, parts), tools,
    verdicts: wanted.map(({ layer, kind = '', origin, reason }) => ({ layer: layer ?? '', kind, origin, reason })),
  }, ask.seconds, gone)
  const isSilent = decision.decision === 'timed-out' || decision.decision === 'too-many' || decision.decision === 'unreachable'
  const why = wanted[0]?.reason ?? { en: '', ja: '' }
  return { isAllowed: decision.decision === 'allowed' || (isSilent && ask.otherwise === 'pass'), decision, words: WORDS[decision.decision](why, ask.seconds) }
}

const WORDS: Readonly<Record<Decision['decision'], (why: GuardReason, seconds: number) => GuardReason>> = {
  'allowed': why => why,
  'refused': ({ en, ja }) => ({ en: `a person was asked and refused it: ${en}`, ja: `確認した担当者が拒否した：${ja}` }),
  'timed-out': ({ en, ja }, seconds) => ({ en: `a person was asked and did not answer within ${seconds} seconds: ${en}`, ja: `担当者に確認したが ${seconds} 秒以内に回答がなかった：${ja}` }),
  'too-many': ({ en, ja }) => ({ en: `a person would have to be asked, and too many questions wait already: ${en}`, ja: `担当者の確認が必要だが、確認待ちが多すぎる：${ja}` }),
  'unreachable': ({ en, ja }) => ({ en: `a person would have to be asked, and no noroshi up runs with this data folder where one could be: ${en}`, ja: `担当者の確認が必要だが、このデータフォルダーで noroshi up が動いていないため確認できない：${ja}` }),
  'gone': why => why,
}
