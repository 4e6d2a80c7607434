import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { DECODED_STRETCH, LEET_WORDS, MAXIMUM_CHARACTERS, READ_PIECE, SEEN_CHARACTERS } from './defaults.ts'
import { decodeRuns } from './decode-runs.ts'
import { englishShare } from './english.ts'
import { foldLetters } from './fold-letters.ts'
import { joinPartedWords } from './join-parted-words.ts'
import { joinSpeltWords } from './join-spelt-words.ts'
import { otherReadings } from './other-readings.ts'
import { overlappingPieces, overlappingStretches } from './overlapping-pieces.ts'
import { splitCamelCase, splitNames } from './split-names.ts'
import { readSpokenLetters } from './spoken-letters.ts'
import { uprightText } from './turned-text.ts'
import type { UnleetedText } from './unleet.ts'
import { unleet } from './unleet.ts'
import { visibleText } from './visible-text.ts'

/** A text as a model may understand it, whatever it is dressed as. */
export interface CanonicalText {
  /** Lower case, one spelling of each letter, encoded runs read, hidden characters gone. */
  readonly text: string
  /** The same with digits and signs read as letters, where that is another text and does not stand for it already. */
  readonly unleeted: string | null
  /** The text with encoded runs read and nothing else changed, for what depends on case. */
  readonly decoded: string
  /** What it was dressed in: `base64`, `invisible`, `tags`, `parted`, `spelt`, `names`, `leet`, `reading`. */
  readonly disguises: readonly string[]
}

/** Whether somebody went out of his way to hide words. Joined words are names in honest texts, too. */
export function isHidden({ disguises }: CanonicalText): boolean {
  return disguises.some(disguise => disguise !== 'names')
}

/**
 * Undoes what hides words from a filter and not from a model, deterministically and in time linear in the text's length.
 *
 * @param text one longer than `MAXIMUM_CHARACTERS` stays as it is
 */
export function canonicalise(text: string): CanonicalText {
  return text.length <= READ_PIECE.most ? ofWhole(text) : atOnce(canonicalSteps(text))
}

/** The same in steps of some milliseconds each, for `inTurns`. */
export function* canonicalSteps(text: string): Steps<CanonicalText> {
  if (text.length <= READ_PIECE.most) return ofWhole(text)
  if (text.length > MAXIMUM_CHARACTERS) return { text, unleeted: null, decoded: text, disguises: [] }
  const pieces: CanonicalText[] = []
  for (const piece of piecesOf(text, 0)) {
    if (piece === undefined) yield
    else pieces.push(piece)
  }
  const joined = pieces.map(piece => piece.text).join('')
  const unleeted = pieces.map(piece => piece.unleeted ?? piece.text).join('')
  return { text: joined, unleeted: unleeted === joined ? null : unleeted, decoded: pieces.map(({ decoded }) => decoded).join(''), disguises: [...new Set(pieces.flatMap(({ disguises }) => disguises))] }
}

/**
 * A text in canonical form, a long one in pieces that overlap, so that nothing in it is unseen and each is soon read.
 *
 * @param text longer ones than `MAXIMUM_CHARACTERS` are not for reading
 * @returns undefined where some milliseconds of work are done: others may have their turn
 */
export function* canonicalPieces(text: string): Generator<CanonicalText | undefined> {
  if (text.length <= READ_PIECE.most) yield ofWhole(text)
  else yield* piecesOf(text, 1)
}

/** What was read last: a request's text is judged, asked for whom it addresses, and kept by its words. */
let last: { readonly text: string; readonly canonical: CanonicalText } | null = null

function ofWhole(text: string): CanonicalText {
  if (last?.text === text) return last.canonical
  const { text: seen, tagged, removed } = visibleText(text)
  const { text: visible, disguises } = seenText(seen, tagged, removed > 0)
  const { text: decoded, encodings } = decodeRuns(visible)
  const canonical = ofDecoded(decoded, [...disguises, ...encodings])
  last = { text, canonical }
  return canonical
}

/** @param overlap 1 when the pieces overlap, else 0 */
function* piecesOf(text: string, overlap: 0 | 1): Generator<CanonicalText | undefined> {
  const { text: visible, disguises } = yield* seenInPieces(text)
  for (const stretch of overlappingStretches(visible, { most: DECODED_STRETCH.most, shared: overlap * DECODED_STRETCH.shared })) {
    yield
    const { text: decoded, encodings } = decodeRuns(stretch)
    for (const piece of overlappingPieces(decoded, { most: READ_PIECE.most, shared: overlap * READ_PIECE.shared })) {
      yield
      yield ofDecoded(piece, [...disguises, ...encodings])
    }
  }
}

/** What nobody sees may part letters by any length. */
function* seenInPieces(text: string): Steps<SeenText> {
  const visible: string[] = []
  const tags: string[] = []
  let isChanged = false
  for (const piece of overlappingPieces(text, { most: SEEN_CHARACTERS, shared: 0 })) {
    yield
    const { text: seen, tagged, removed } = visibleText(piece)
    visible.push(seen.replace(HEAPED_MARKS, '$1'))
    tags.push(tagged)
    isChanged ||= removed > 0
  }
  return seenText(visible.join(''), tags.join(''), isChanged)
}

/** More marks than any letter has. */
const HEAPED_MARKS = /(\p{Mn}{8})\p{Mn}+/gu

interface SeenText {
  readonly text: string
  readonly disguises: readonly string[]
}

function seenText(visible: string, tagged: string, isChanged: boolean): SeenText {
  return { text: tagged === '' ? visible : `${visible}\n${tagged}`, disguises: [...(isChanged ? ['invisible'] : []), ...(tagged === '' ? [] : ['tags'])] }
}

function ofDecoded(decoded: string, undone: readonly string[]): CanonicalText {
  const disguises = [...undone]
  const folded = foldLetters(splitCamelCase(uprightText(decoded)))
  const whole = joinPartedWords(folded)
  if (whole !== folded) disguises.push('parted')
  const joined = readSpokenLetters(joinSpeltWords(whole))
  if (joined !== whole) disguises.push('spelt')
  const named = splitNames(joined)
  if (named !== joined) disguises.push('names')
  const leet = unleet(named)
  if (leet.text !== named) disguises.push('leet')
  // Texts are shifted in leet, and shifted texts written in leet.
  const readings = [leet.text, ...(leet.unleeted === leet.text ? [] : [leet.unleeted])].flatMap(each => {
    const read = otherReadings(each)
    return read === each ? [] : [unleet(read)]
  })
  const [first, second] = readings
  if (first === undefined) return withLeet(leet, decoded, disguises)
  const better = second === undefined || englishShare(first.text).letterShare >= englishShare(second.text).letterShare ? first : second
  return withLeet(better, decoded, [...disguises, 'reading'])
}

function withLeet({ text, unleeted, words }: UnleetedText, decoded: string, disguises: readonly string[]): CanonicalText {
  if (unleeted === text) return { text, unleeted: null, decoded, disguises }
  if (words < LEET_WORDS) return { text, unleeted, decoded, disguises }
  return { text: unleeted, unleeted: null, decoded, disguises: disguises.includes('leet') ? disguises : [...disguises, 'leet'] }
}
