import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { allTexts } from '../egress/all-texts.ts'
import { MOST_HEARD_VALUES } from '../egress/defaults.ts'
import type { Guard } from '../judge/guard.ts'
import { incomingSteps } from '../judge/judge-case.ts'
import { shortened } from '../judge/shown.ts'
import type { GuardJudgement, GuardLayer } from '../judge/verdict.ts'
import { scanInstructions } from '../scan/scan-instructions.ts'
import { READ_PIECE } from '../text/defaults.ts'
import { overlappingPieces } from '../text/overlapping-pieces.ts'
import type { ForeignTool } from './pin/shadowing.ts'
import { shadowing } from './pin/shadowing.ts'

/** What the checks of files that instruct agents mean in a description: an example of a key or of an installation stands in many. */
const CHECKS: Readonly<Record<string, { readonly layer: GuardLayer; readonly verdict: 'flag' | 'block' }>> = {
  'hidden-text': { layer: 'form', verdict: 'block' }, orders: { layer: 'signature', verdict: 'block' },
  'fetch-and-run': { layer: 'shell', verdict: 'flag' }, 'secret-in-file': { layer: 'secret', verdict: 'flag' },
}

/** What speaks against a description, which every model that is offered the tool reads: orders, hidden text, words about the tools of others. */
export function judgeDescription(guard: Guard, name: string, value: unknown, foreign: readonly ForeignTool[]): GuardJudgement[] {
  return atOnce(descriptionSteps(guard, name, value, foreign))
}

/** The same in steps of some milliseconds each, for `inTurns`. */
export function* descriptionSteps(guard: Guard, name: string, value: unknown, foreign: readonly ForeignTool[]): Steps<GuardJudgement[]> {
  const texts = allTexts(value, MOST_HEARD_VALUES)
  const text = texts.join('\n')
  const byCheck = new Map<string, GuardJudgement>()
  for (const piece of overlappingPieces(text, READ_PIECE)) {
    if (piece.length < text.length) yield
    for (const { check, reason } of scanInstructions(guard, piece)) {
      const meant = CHECKS[check]
      if (meant !== undefined && !byCheck.has(check)) byCheck.set(check, { ...meant, score: meant.verdict === 'block' ? 0.95 : 0.5, kind: check, reason })
    }
  }
  const byText = byCheck.values()
  const orders = yield* incomingSteps(guard, text, 'description')
  return [...byText, ...(orders.verdict === 'allow' ? [] : [orders]), ...shadowing(name, texts, foreign)].map(judgement => ({
    ...judgement, reason: { en: `in the description of ${shortened(name)}: ${judgement.reason.en}`, ja: `${shortened(name)} の説明：${judgement.reason.ja}` },
  })).sort((one, other) => other.score - one.score)
}
