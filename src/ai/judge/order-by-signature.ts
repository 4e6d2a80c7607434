import { classify } from '../classifier/classifier.ts'
import type { SignatureHit } from '../signature/signatures.ts'
import type { Guard } from './guard.ts'
import type { IsLifted } from './lifted.ts'

/** Characters up to which a text that crosses the boundary is a message, in which the words of an injection are enough. */
const SHORT_TEXT = 2_000
/** Characters of a long text that are judged together, and those that two such pieces share: no signature reaches further. */
const PIECE = 2_000
const SHARED = 500

/**
 * The words of a known injection in a text that crosses the boundary. In a long one, which people wrote for people, such words meet by chance: there the
 * classifier must find the sentence hostile, too. It is judged piece by piece, so that nothing said before takes an order out of sight.
 *
 * @param view in canonical form
 */
export function orderBySignature(guard: Guard, view: string, isLifted: IsLifted): SignatureHit | null {
  if (view.length <= SHORT_TEXT) {
    return guard.signatures.match(view, guard.signatures.conceptsIn(view), 'boundary').find(({ signature: { weight, id } }) => weight === 'certain' && !isLifted('signature', id)) ?? null
  }
  for (let from = 0; from < view.length; from += PIECE - SHARED) {
    const hit = orderInPiece(guard, view.slice(from, from + PIECE), isLifted)
    if (hit !== null) return { ...hit, start: hit.start + from, end: hit.end + from }
    if (from + PIECE >= view.length) break
  }
  return null
}

function orderInPiece({ signatures, classifier, card }: Guard, piece: string, isLifted: IsLifted): SignatureHit | null {
  const concepts = signatures.conceptsIn(piece)
  let hostile: { readonly start: number; readonly end: number }[] | null = null
  for (const hit of signatures.matchAll(piece, concepts, 'boundary')) {
    if (hit.signature.weight !== 'certain' || isLifted('signature', hit.signature.id)) continue
    if (hostile === null) {
      const { windows, odds } = classify(classifier, piece, concepts)
      hostile = windows.filter((_, index) => odds[index]! >= card.windows.flag)
    }
    if (hostile.length === 0) return null
    if (hostile.some(({ start, end }) => start < hit.end && hit.start < end)) return hit
  }
  return null
}
