import { hash } from 'node:crypto'
import type { Steps } from '../../platform/steps.ts'
import type { SuspectText } from '../gateway/taint.ts'
import { addressedSteps } from '../judge/addressed-document.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { canonicalSteps } from '../text/canonicalise.ts'

/** A text of a server that is not to be trusted. */
export interface HeardText extends SuspectText {
  /** Whether it is withheld where the rest of its message passes. */
  readonly isStopped: boolean
}

/** @param canonical the text in canonical form */
export function heardText(canonical: string, reason: GuardReason, isStopped: boolean): HeardText {
  return { origin: 'tool', digest: hash('sha256', canonical), reason, isStopped }
}

/** Those in which others speak to whatever assistant reads them: no verdict, but what they want is nobody's wish here. */
export function* addressedTexts(guard: Guard, texts: readonly string[]): Steps<readonly HeardText[]> {
  const heard: HeardText[] = []
  for (const text of texts) {
    const reason = yield* addressedSteps(guard, text, 'tool')
    if (reason !== null) heard.push(heardText((yield* canonicalSteps(text)).text, reason, false))
  }
  return heard
}
