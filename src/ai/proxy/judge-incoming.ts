import type { Steps } from '../../platform/steps.ts'
import type { Guard } from '../judge/guard.ts'
import { incomingSteps } from '../judge/judge-case.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { ALLOWED } from '../judge/verdict.ts'
import { allTexts } from '../egress/all-texts.ts'
import { placeOf } from '../egress/case-parts.ts'
import { withholdOrders } from '../mcp/withhold-orders.ts'
import { findSecretsInSteps } from '../secret/find-secrets.ts'
import { canonicalSteps } from '../text/canonicalise.ts'
import { OVERLAP_CHARACTERS, PIECE_CHARACTERS } from './defaults.ts'
import type { Found } from './found.ts'
import type { HeardText } from './heard-text.ts'
import { addressedTexts, heardText } from './heard-text.ts'

/** What a server said, without what gives orders. */
export interface Incoming {
  /** Where texts were withheld. */
  readonly value: unknown
  readonly found: readonly Found[]
  readonly holdsSecret: boolean
  /** Texts beside which a call that acts outside is not to be trusted. */
  readonly suspects: readonly HeardText[]
  /** For the record. */
  readonly text: string
}

export interface IncomingRules {
  /** Whether a person said that it is no attack. */
  isLifted(found: Found): boolean
  /** Whether the text is not passed on as it is. */
  isStopped(judgement: GuardJudgement): boolean
  /** Whether texts are looked for that are passed on and not to be trusted: where no tool acts outside, nobody asks. */
  readonly findsSuspects: boolean
}

/** Judges what a server or another agent said: each text by itself, and all of them together, since an order may be spread over several. */
export function* judgeIncoming(guard: Guard, value: unknown, { isLifted, isStopped, findsSuspects }: IncomingRules): Steps<Incoming> {
  const found: Found[] = []
  const place = placeOf(value)
  function* judgeText(text: string): Steps<GuardJudgement> {
    for (const piece of piecesOf(text)) {
      const judgement = yield* incomingSteps(guard, piece, place)
      if (judgement.verdict === 'allow') continue
      const each: Found = { judgement, origin: 'tool', subject: (yield* canonicalSteps(piece)).text }
      if (isLifted(each)) continue
      found.push(each)
      return judgement
    }
    return ALLOWED
  }
  const safe = yield* withholdOrders(value, function* (text): Steps<GuardJudgement> {
    const judgement = yield* judgeText(text)
    return judgement.verdict === 'allow' ? judgement : { ...judgement, verdict: isStopped(judgement) ? 'block' : 'flag' }
  })
  const texts = allTexts(value)
  const text = texts.join('\n')
  const holdsSecret = (yield* findSecretsInSteps(text.slice(0, PIECE_CHARACTERS))).some(({ isSecret }) => isSecret)
  function* incoming(passed: unknown): Steps<Incoming> {
    const against = found.map(({ subject, judgement }) => heardText(subject ?? '', judgement.reason, isStopped(judgement)))
    return { value: passed, found, holdsSecret, text, suspects: findsSuspects ? [...against, ...yield* addressedTexts(guard, piecesOf(allTexts(passed).join('\n')))] : [] }
  }
  if (found.length > 0 || texts.length < 2) return yield* incoming(safe.value)
  const together = yield* judgeText(text)
  return yield* incoming(together.verdict === 'allow' || !isStopped(together) ? value : withoutTexts(value, together))
}

/** Where no text alone is to blame, none is passed on. */
function withoutTexts(value: unknown, { layer }: GuardJudgement): unknown {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return each.length < SHORT ? each : `[withheld by Noroshi: ${layer ?? 'orders'} in several texts together]`
    if (Array.isArray(each)) return each.map(walk)
    return typeof each === 'object' && each !== null ? Object.fromEntries(Object.entries(each).map(([name, member]) => [name, walk(member)])) : each
  }
  return walk(value)
}

/** Shorter ones are types and states, which readers of the protocol need. */
const SHORT = 12

function piecesOf(text: string): string[] {
  if (text.length <= PIECE_CHARACTERS) return [text]
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS - OVERLAP_CHARACTERS) pieces.push(text.slice(from, from + PIECE_CHARACTERS))
  return pieces
}
