import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { canonicalPieces } from '../text/canonicalise.ts'
import type { Signatures } from '../signature/signatures.ts'
import { MAXIMUM_CHARACTERS } from '../text/defaults.ts'
import type { Guard } from './guard.ts'
import { shortened } from './shown.ts'
import { tooLong } from './too-long.ts'
import type { GuardReason } from './verdict.ts'

/**
 * Why a text holds words that somebody else than its sender wrote for whatever assistant reads them, or null: a mail, a page or minutes that were pasted into a
 * message. It is no verdict, since people ask about such texts; but what they want is no wish of the sender's.
 *
 * @param from `sender`: what stands at the very beginning is how the sender addresses the assistant
 */
export function addressedDocument(guard: Guard, text: string, from: 'sender' | 'tool'): GuardReason | null {
  return atOnce(addressedSteps(guard, text, from))
}

/** The same in steps of some milliseconds each, for `inTurns`. */
export function* addressedSteps({ signatures }: Guard, text: string, from: 'sender' | 'tool'): Steps<GuardReason | null> {
  if (text.length > MAXIMUM_CHARACTERS) return tooLong(text.length).reason
  let isFirst = true
  for (const piece of canonicalPieces(text)) {
    if (piece === undefined) {
      yield
      continue
    }
    const { text: canonical, unleeted } = piece
    for (const view of unleeted === null ? [canonical] : [canonical, unleeted]) {
      const reason = addressedIn(signatures, view, from === 'sender' && isFirst ? view.length - view.trimStart().length : -1)
      if (reason !== null) return reason
    }
    isFirst = false
  }
  return null
}

/** @param after where what counts stands behind */
function addressedIn(signatures: Signatures, view: string, after: number): GuardReason | null {
  const concepts = signatures.conceptsIn(view)
  const own = concepts.filter(({ start }) => start > after)
  const hit = signatures.match(view, own, 'prompt').find(({ signature }) => signature.marks === 'document')
  if (hit === undefined) return null
  const quoted = shortened(view.slice(hit.start, hit.end))
  return { en: `${hit.signature.en} (“${quoted}”)`, ja: `${hit.signature.ja}（「${quoted}」）` }
}
