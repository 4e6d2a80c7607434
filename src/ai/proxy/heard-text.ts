import { hash } from 'node:crypto'
import type { SuspectText } from '../gateway/taint.ts'
import { addressedDocument } from '../judge/addressed-document.ts'
import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { canonicalise } from '../text/canonicalise.ts'

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
export function addressedTexts(guard: Guard, texts: readonly string[]): HeardText[] {
  return texts.flatMap(text => {
    const reason = addressedDocument(guard, text, 'tool')
    return reason === null ? [] : [heardText(canonicalise(text).text, reason, false)]
  })
}
