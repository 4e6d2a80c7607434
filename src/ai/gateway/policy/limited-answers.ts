import { tokensOf } from '../answer/answer-limit.ts'
import { KEPT_ANSWER_CHARACTERS } from '../defaults.ts'
import type { Recorded } from '../audit/recorded.ts'
import type { GatewayPolicy } from './policy.ts'

/** What another limit would have made of recorded answers. */
export interface LimitedAnswers {
  /** Those that may grow. */
  readonly answers: number
  /** Passed whole then, and would be cut. */
  readonly cut: number
  /** Cut then, and might become longer. */
  readonly longer: number
}

type Limits = Pick<GatewayPolicy, 'answerTokens'>

/** How many recorded answers would have ended otherwise. Their lengths are estimated by their letters, as the gateway does; records hold their end only. */
export function limitedAnswers(records: readonly Recorded[], { before, after }: { readonly before: Limits; readonly after: Limits }): LimitedAnswers {
  const asked = new Map(records.filter(({ event }) => event === 'request').map(each => [each.request, lengthOf(each)]))
  const answers = records.flatMap(record => (record.event === 'answer' && record.token_limit !== null ? [{ record, old: record.token_limit, wanted: otherLimit(record.token_limit, before, after) }] : []))
  return {
    answers: answers.length,
    cut: answers.filter(({ record, old, wanted }) => wanted < old && record.outcome !== 'cut' && answerLength(record, asked) > wanted).length,
    longer: answers.filter(({ record, old, wanted }) => wanted > old && record.outcome === 'cut').length,
  }
}

/** What a limit would be. One that is just what the policy says was not named by the program, or named higher. */
function otherLimit(old: number, { answerTokens: before }: Limits, { answerTokens: after }: Limits): number {
  if (old === Math.min(before.unnamed, before.most)) return Math.min(after.unnamed, after.most)
  return old === before.most ? after.most : Math.min(old, after.most)
}

/** Of a long stream only the end was kept: what was paid for says more. */
function answerLength(record: Recorded, asked: ReadonlyMap<string, number>): number {
  const byLetters = lengthOf(record)
  return record.characters < KEPT_ANSWER_CHARACTERS ? byLetters : Math.max(byLetters, (record.tokens ?? 0) - (asked.get(record.request) ?? 0))
}

/** Tokens. Where no text was kept, its letters are taken for Latin ones. */
function lengthOf({ text, characters }: Recorded): number {
  return text === '' ? tokensOf('x') * characters : tokensOf(text) * characters / text.length
}
