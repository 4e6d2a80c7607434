import { findSecrets } from '../secret/find-secrets.ts'
import { canonicalise } from '../text/canonicalise.ts'
import { MAXIMUM_CHARACTERS } from '../text/defaults.ts'
import { maskedHit } from './shown.ts'
import type { GuardJudgement } from './verdict.ts'

/** Not hostile, but found for certain enough. */
const SCORE = 0.9

/** Names, addresses, telephone numbers, cards and the like in a prompt, as it is written or decoded, where a policy wants them out; of longer ones than can be judged nothing is said here. */
export function judgePersonal(text: string): GuardJudgement | null {
  if (text.length > MAXIMUM_CHARACTERS) return null
  for (const view of [text, canonicalise(text).decoded]) {
    const hit = findSecrets(view).find(({ isSecret }) => !isSecret)
    if (hit === undefined) continue
    const shown = maskedHit(view, hit)
    return { verdict: 'redact', layer: 'secret', kind: hit.kind.id, score: SCORE, reason: { en: `it holds ${hit.kind.en} (${shown} characters)`, ja: `${hit.kind.ja}が含まれている（${shown} 文字）` } }
  }
  return null
}
