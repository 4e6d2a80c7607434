import { classify } from '../classifier/classifier.ts'
import type { OrderPlace } from '../egress/boundary-orders.ts'
import type { SignatureHit } from '../signature/signatures.ts'
import type { TermHit } from '../signature/term-automaton.ts'
import type { Guard } from './guard.ts'
import type { IsLifted } from './lifted.ts'
import { isProseHit } from './prose.ts'

/** Characters up to which the words of an injection are enough: of a message, and of what a page or a tool answers, which are sentences of people for people. */
const SHORT_MESSAGE = 800
const SHORT_CONTENT = 250
/** Characters of a long text that are judged together, and those that two such pieces share: no signature reaches further. */
const PIECE = 2_000
const SHARED = 500

/**
 * Log-odds above those of a flagged prompt that a long text's sentence needs where a signature stands in it: as an order is written, less; in code, in tables and
 * in sentences that tell of something, more. Of 695 pages of documentation the worst but one reach -0.5 and 2.4. All pieces have about as many windows: none is made to
 * pay for the others.
 */
const ABOVE_FLAG_AS_ORDER = -0.4
const ABOVE_FLAG_OTHERWISE = 2.5

/** Scripts whose languages put the verb of an order before what it is about, or may. */
const BEYOND_VERB_FIRST = /[\u0370-\uffff]/
/** Layout of code, or a paragraph's end, within a row of signs. */
const LAID_OUT = /\n {3}|\n\s*\n/

/**
 * The words of a known injection in a text that crosses the boundary. In a long one, which people wrote for people, such words meet by chance: there the
 * classifier must find the sentence hostile, too. It is judged piece by piece, so that nothing said before takes an order out of sight.
 *
 * @param view in canonical form
 * @param place where what came from outside stands; null of what is sent
 */
export function orderBySignature(guard: Guard, view: string, place: OrderPlace | null, isLifted: IsLifted): SignatureHit | null {
  if (view.length <= (place === 'content' ? SHORT_CONTENT : SHORT_MESSAGE)) {
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
  let suspect: { readonly start: number; readonly end: number; readonly above: number }[] | null = null
  for (const hit of signatures.matchAll(piece, concepts, 'boundary')) {
    if (hit.signature.weight !== 'certain' || isLifted('signature', hit.signature.id)) continue
    if (suspect === null) {
      const { windows, odds } = classify(classifier, piece, concepts)
      const companions = classifier.perDoubling * Math.log2(Math.max(1, windows.length))
      suspect = windows.map(({ start, end }, index) => ({ start, end, above: odds[index]! + companions - card.windows.flag })).filter(({ above }) => above >= ABOVE_FLAG_AS_ORDER)
    }
    if (suspect.length === 0) return null
    const needed = neededAboveFlag(hit, piece.slice(hit.start, hit.end), concepts.filter(({ start }) => start === hit.start), signatures.concepts)
    if (suspect.some(({ start, end, above }) => above >= needed && start < hit.end && hit.start < end)) return hit
  }
  return null
}

function neededAboveFlag({ signature }: SignatureHit, words: string, first: readonly TermHit[], names: readonly string[]): number {
  const isProse = isProseHit(words.replaceAll(/(?<=\S) {2,}/g, ' '))
  if (!isProse && LAID_OUT.test(words)) return Number.POSITIVE_INFINITY
  const isVerbFirst = BEYOND_VERB_FIRST.test(words) || first.some(({ concept }) => names[concept] === signature.when[0])
  return isProse && isVerbFirst ? ABOVE_FLAG_AS_ORDER : ABOVE_FLAG_OTHERWISE
}
