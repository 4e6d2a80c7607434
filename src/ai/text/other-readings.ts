import { ENGLISH_SHARE, FEW_LETTERS, FOREIGN_SHARE, FOREIGN_WORDS, LONG_WORDS, PROBE_CHARACTERS, PROBED_SHARE, SAMPLE_CHARACTERS, SEGMENT_WORDS, VOWELS_OF_FEW, VOWELS_OF_MANY } from './defaults.ts'
import type { EnglishShare } from './english.ts'
import { englishShare, isEnglish } from './english.ts'
import { likeliestShift } from './likeliest-shift.ts'
import { isPigLatin, plainLatin } from './pig-latin.ts'
import type { Substitution } from './substitution.ts'
import { KEY_SHIFTS, MIRRORED, SHIFTS, substituted } from './substitution.ts'
import { unleet } from './unleet.ts'

const WORD = /[a-z']+/g
const LETTERS = /[a-z]/g
const VOWELS = /[aeiou]/g
const PIG_LATIN = /[a-z]ay\b[^]*[a-z]ay\b/
const SURROGATE = /[\ud800-\udfff]/
const LEET_WITHIN = /[a-z][0-9@$+|€]|[0-9@$+|€][a-z]/

/** Pairs of words that stand in this order and hardly ever in the other. */
const IN_ORDER = /\b(?:(?:of|in|to|for|on|and|all|with|from|about) (?:the|a|an|your|my|all|this)|(?:i|you|we|they) (?:are|have|will|can|want|need|would|should|must)|(?:show|tell|give|help) me|(?:how|want|need|going|is|able) to|what is|do not|have been|ignore (?:all|any|the|your|previous)|all previous|previous (?:instructions|rules|orders|messages)|your \w+|the \w+)\b/g
const WORTH_OF_ORDER = 0.01

/** Characters in another order, and then others for them. */
interface Reading {
  turned(text: string): string
  /** Null: they stand for themselves. */
  readonly letters: Substitution | null
}

/**
 * Lower-case text with the pieces that read as English only backwards, shifted along the alphabet (rot13, Caesar) or the keyboard, mirrored in the
 * alphabet (atbash) or in pig latin read that way. A piece that reads as it stands, or in no way, stays.
 */
export function otherReadings(text: string): string {
  const whole = englishShare(text)
  if (whole.words < 2) return text
  if (whole.words >= SEGMENT_WORDS && PIG_LATIN.test(text) && isPigLatin(text)) return plainLatin(text)
  // As one piece, too: backwards, its quotes and colons stand elsewhere.
  const entire = whole.share > FOREIGN_SHARE ? null : readable(text)
  if (entire !== null && whole.longCommon === 0) return entire
  let read = ''
  let from = 0
  for (const [start, end] of foreignRuns(text)) {
    const reading = readable(text.slice(start, end))
    if (reading === null) continue
    read += text.slice(from, start) + reading
    from = end
  }
  if (from === 0) return entire ?? text
  read += text.slice(from)
  return entire !== null && englishShare(entire).letterShare >= englishShare(read).letterShare ? entire : read
}

/** Runs of words that are not common ones, single common words among them. */
function foreignRuns(text: string): [start: number, end: number][] {
  const runs: [number, number][] = []
  let start = -1
  let end = 0
  let foreign = 0
  let familiar = 0
  const close = () => {
    if (foreign >= FOREIGN_WORDS) runs.push([start, end])
    start = -1
    foreign = 0
    familiar = 0
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (isEnglish(word)) {
      familiar++
      if (start >= 0 && (familiar > 1 || word.length > 3)) close()
      continue
    }
    if (start < 0) start = index
    foreign++
    familiar = 0
    end = index + word.length
  }
  if (start >= 0) close()
  return runs
}

/** The best reading of a piece, or null. A short sample decides which to try and a longer one whether it is one; so all together take little time. */
function readable(segment: string): string | null {
  const sample = segment.slice(0, SAMPLE_CHARACTERS)
  const probe = segment.slice(0, PROBE_CHARACTERS)
  const isLeet = LEET_WITHIN.test(sample)
  const least = Math.max(ENGLISH_SHARE, englishShare(sample).letterShare + ENGLISH_SHARE / 2)
  const turnedSamples = new Map<Reading['turned'], string>()
  let best: string | null = null
  let bestShare = 0
  for (const reading of readingsOf(sample)) {
    const { turned, letters } = reading
    if (segment.length > PROBE_CHARACTERS && shareOf(turned(probe), letters).letterShare < PROBED_SHARE) continue
    const other = turnedSamples.get(turned) ?? turned(sample)
    turnedSamples.set(turned, other)
    const plainly = shareOf(other, letters)
    if (plainly.longCommon === 0) continue
    const read = letters === null ? other : substituted(other, letters)
    const { letterShare, share, longCommon, words } = isLeet ? englishShare(unleet(read).text) : plainly
    if (letterShare <= least || share < ENGLISH_SHARE || longCommon < (words < SEGMENT_WORDS ? words : LONG_WORDS)) continue
    // Words turned round one by one, and all of them, are the same words.
    const order = (read.match(IN_ORDER)?.length ?? 0) * WORTH_OF_ORDER
    if (letterShare + order <= bestShare) continue
    best = segment.length === sample.length ? read : readAs(segment, reading)
    bestShare = letterShare + order
  }
  return best
}

function shareOf(text: string, letters: Substitution | null): EnglishShare {
  return letters === null ? englishShare(text) : englishShare(text, letters)
}

function readAs(text: string, { turned, letters }: Reading): string {
  return letters === null ? turned(text) : substituted(turned(text), letters)
}

/** Those that a piece may have: what has as many vowels as a language has no letters that stand for others. */
function readingsOf(sample: string): readonly Reading[] {
  const inOrder = PIG_LATIN.test(sample) ? WITH_PIG_LATIN : IN_OTHER_ORDER
  const letters = sample.match(LETTERS)?.length ?? 0
  const vowels = sample.match(VOWELS)?.length ?? 0
  if (vowels > letters * (letters < FEW_LETTERS ? VOWELS_OF_FEW : VOWELS_OF_MANY)) return inOrder
  const likeliest = likeliestShift(sample)
  const isUsual = USUAL_SHIFTS.includes(likeliest) || likeliest === 0
  return [...inOrder, ...SUBSTITUTED, ...(isUsual ? [] : [AS_SHIFTED[likeliest]!]), TURNED_SHIFTED[13]!, TURNED_SHIFTED[likeliest]!]
}

const USUAL_SHIFTS: readonly number[] = [13, 3, 23, 1, 25]
const IN_OTHER_ORDER: readonly Reading[] = [{ turned: backwards, letters: null }, { turned: eachBackwards, letters: null }]
const WITH_PIG_LATIN: readonly Reading[] = [...IN_OTHER_ORDER, { turned: plainLatin, letters: null }]
const AS_SHIFTED: readonly Reading[] = SHIFTS.map(letters => ({ turned: asItStands, letters }))
const TURNED_SHIFTED: readonly Reading[] = SHIFTS.map(letters => ({ turned: backwards, letters }))
const SUBSTITUTED: readonly Reading[] = [...[MIRRORED, ...KEY_SHIFTS].map(letters => ({ turned: asItStands, letters })), ...USUAL_SHIFTS.map(distance => AS_SHIFTED[distance]!)]

function asItStands(text: string): string {
  return text
}

function backwards(text: string): string {
  if (SURROGATE.test(text)) return [...text].reverse().join('')
  let turned = ''
  for (let i = text.length - 1; i >= 0; i--) turned += text[i]!
  return turned
}

function eachBackwards(text: string): string {
  return text.replaceAll(/[^\s]+/g, word => backwards(word))
}
