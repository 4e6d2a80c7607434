import type { TermHit } from '../signature/term-automaton.ts'
import { canonicalise } from '../text/canonicalise.ts'
import type { Guard } from './guard.ts'
import type { GuardJudgement } from './verdict.ts'

const SCORE = 0.6

/**
 * What a prompt is, given what the assistant was told before: harmless elsewhere, a question about keys or passwords is worth a look where the
 * assistant was given one to keep.
 *
 * @param system what it was told
 * @param concepts of the prompt
 */
export function judgeContext({ signatures }: Guard, system: string, concepts: readonly TermHit[]): GuardJudgement | null {
  const secret = signatures.concepts.indexOf('secret')
  if (!concepts.some(({ concept }) => concept === secret)) return null
  if (!signatures.conceptsIn(canonicalise(system).text).some(({ concept }) => concept === secret)) return null
  return {
    verdict: 'flag', layer: 'context', score: SCORE,
    reason: { en: 'it speaks of secrets, and the assistant was given one to keep', ja: '秘密に触れており、アシスタントには守るべき秘密が与えられている' },
  }
}
