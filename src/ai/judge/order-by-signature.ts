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

/** How the words of known injections are read in a long text. */
interface Reading {
  readonly at: 'prompt' | 'boundary'
  /** What the sentence needs, in log-odds above those of a flagged prompt, where the words are written as an order, as a sentence, or in code and tables. */
  readonly asOrder: number
  readonly asSentence: number
  readonly inCode: number
}

const ACROSS_BOUNDARY: Reading = { at: 'boundary', asOrder: ABOVE_FLAG_AS_ORDER, asSentence: ABOVE_FLAG_OTHERWISE, inCode: ABOVE_FLAG_OTHERWISE }

/**
 * What people paste into a prompt is full of code and tables, in which such words meet by chance; in a sentence they are taken at their word, since who writes a
 * prompt may mean it. Of 147 pages of documentation 11 were blocked without this and 6 are with it; of 699 injections in the middle of pages and mails none is lost.
 */
const OF_PROMPT: Reading = { at: 'prompt', asOrder: Number.NEGATIVE_INFINITY, asSentence: Number.NEGATIVE_INFINITY, inCode: -2 }

/**
 * The words of a known injection in a text that crosses the boundary. In a long one, which people wrote for people, such words meet by chance: there the
 * classifier must find the sentence hostile, too. It is judged piece by piece, so that nothing said before takes an order out of sight.
 *
 * @param view in canonical form
 * @param place where what came from outside stands; null of what is sent
 */
export function orderBySignature(guard: Guard, view: string, place: OrderPlace | null, isLifted: IsLifted): SignatureHit | null {
  if (view.length <= (place === 'content' ? SHORT_CONTENT : SHORT_MESSAGE)) return certainIn(guard, view, guard.signatures.conceptsIn(view), 'boundary', isLifted)
  return inPieces(guard, view, ACROSS_BOUNDARY, isLifted)
}

/** The same in a prompt. @param view in canonical form, with its concepts */
export function injectionBySignature(guard: Guard, view: string, concepts: readonly TermHit[], isLifted: IsLifted): SignatureHit | null {
  const hit = certainIn(guard, view, concepts, 'prompt', isLifted)
  return hit === null || view.length <= SHORT_MESSAGE ? hit : inPieces(guard, view, OF_PROMPT, isLifted)
}

function certainIn({ signatures }: Guard, view: string, concepts: readonly TermHit[], at: Reading['at'], isLifted: IsLifted): SignatureHit | null {
  return signatures.match(view, concepts, at).find(({ signature: { weight, id } }) => weight === 'certain' && !isLifted('signature', id)) ?? null
}

function inPieces(guard: Guard, view: string, reading: Reading, isLifted: IsLifted): SignatureHit | null {
  for (let from = 0; from < view.length; from += PIECE - SHARED) {
    const hit = orderInPiece(guard, view.slice(from, from + PIECE), reading, isLifted)
    if (hit !== null) return { ...hit, start: hit.start + from, end: hit.end + from }
    if (from + PIECE >= view.length) break
  }
  return null
}

function orderInPiece({ signatures, classifier, card }: Guard, piece: string, reading: Reading, isLifted: IsLifted): SignatureHit | null {
  const concepts = signatures.conceptsIn(piece)
  const least = Math.min(reading.asOrder, reading.asSentence, reading.inCode)
  const suspectWindows = () => {
    const { windows, odds } = classify(classifier, piece, concepts)
    const companions = classifier.perDoubling * Math.log2(Math.max(1, windows.length))
    return windows.map(({ start, end }, index) => ({ start, end, above: odds[index]! + companions - card.windows.flag })).filter(({ above }) => above >= least)
  }
  let suspect: ReturnType<typeof suspectWindows> | null = null
  for (const hit of signatures.matchAll(piece, concepts, reading.at)) {
    if (hit.signature.weight !== 'certain' || isLifted('signature', hit.signature.id)) continue
    if (suspect === null && Number.isFinite(least)) {
      suspect = suspectWindows()
      if (suspect.length === 0) return null
    }
    const own = concepts.filter(({ start, end, concept }) => start >= hit.start && end <= hit.end && hit.signature.when.includes(signatures.concepts[concept]!))
    const isVerbFirst = own.some(({ start, concept }) => start === hit.start && signatures.concepts[concept] === hit.signature.when[0])
    const needed = neededAboveFlag(piece.slice(hit.start, hit.end), reading.at === 'prompt' ? withPlain(piece, hit, own) : piece.slice(hit.start, hit.end), { reading, isVerbFirst })
    if (needed === Number.NEGATIVE_INFINITY) return hit
    suspect ??= suspectWindows()
    if (suspect.some(({ start, end, above }) => above >= needed && start < hit.end && hit.start < end)) return hit
  }
  return null
}

/** @param telling what of the words tells whether they stand in code */
function neededAboveFlag(words: string, telling: string, { reading, isVerbFirst }: { readonly reading: Reading; readonly isVerbFirst: boolean }): number {
  const isProse = isProseHit(telling.replaceAll(/(?<=\S) {2,}/g, ' '))
  if (!isProse && LAID_OUT.test(words)) return Number.POSITIVE_INFINITY
  if (!isProse) return reading.inCode
  return isVerbFirst || BEYOND_VERB_FIRST.test(words) ? reading.asOrder : reading.asSentence
}

/** With letters for the words that a signature knows: a path, a tag or an address among those has signs of its own. */
function withPlain(piece: string, { start, end }: SignatureHit, own: readonly TermHit[]): string {
  return own.reduce((words, term) => words.slice(0, term.start - start) + 'x'.repeat(term.end - term.start) + words.slice(term.end - start), piece.slice(start, end))
}
