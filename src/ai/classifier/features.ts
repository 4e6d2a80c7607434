import type { TermHit } from '../signature/term-automaton.ts'
import { DENSE_FROM, LONGEST_PIECE, MAXIMUM_PAIRS, MODEL_SIZE, PAIR_CHARACTERS, SHORTEST_DENSE_PIECE, SHORTEST_PIECE } from './defaults.ts'

/** Told of each feature of a text: its place in the models and where it stands (characters). A feature may be told several times. */
export type OnFeature = (place: number, start: number, end: number) => void

const FNV_PRIME = 0x01000193
/** Each kind of feature is hashed apart. */
const SEEDS = { piece: 0x811c9dc5, word: 0x2b5a13f7, words: 0x5bd1e995, concept: 0x1b873593, concepts: 0x7feb352d } as const
const SPACE = 0x20
const LETTER = /[\p{L}\p{M}\p{N}]/u
/** ASCII letters and digits by code; what is beyond is asked of the expression. */
const ASCII_LETTER = Uint8Array.from({ length: 128 }, (_, code) => (LETTER.test(String.fromCharCode(code)) ? 1 : 0))
/**
 * Character pieces of words (with their edges), words, pairs of words, concepts, and pairs of concepts that stand near each other.
 *
 * @param text in canonical form
 * @param hits its concepts, in order
 */
export function features(text: string, hits: readonly TermHit[], tell: OnFeature): void {
  let previousWord = 0
  let previousStart = 0
  for (let i = 0; i < text.length;) {
    if (!isLetter(text.charCodeAt(i))) {
      i++
      continue
    }
    const start = i
    while (i < text.length && isLetter(text.charCodeAt(i))) i++
    const word = hashOf(text, start, i, SEEDS.word)
    tell(place(word), start, i)
    if (start > 0) tell(place(mix(previousWord, word, SEEDS.words)), previousStart, i)
    pieces(text, start, i, tell)
    previousWord = word
    previousStart = start
  }
  conceptFeatures(hits, tell)
}

/** Pieces of a word with a space before and behind it, so that a prefix is another piece than an infix. */
function pieces(text: string, start: number, end: number, tell: OnFeature): void {
  for (let from = start - 1; from < end; from++) {
    let hash: number = SEEDS.piece
    const shortest = text.charCodeAt(Math.max(from, start)) >= DENSE_FROM ? SHORTEST_DENSE_PIECE : SHORTEST_PIECE
    for (let length = 1; length <= LONGEST_PIECE && from + length <= end + 1; length++) {
      const at = from + length - 1
      hash = Math.imul(hash ^ (at < start || at >= end ? SPACE : text.charCodeAt(at)), FNV_PRIME)
      if (length >= shortest) tell(place(hash ^ length), Math.max(from, start), Math.min(at + 1, end))
    }
  }
}

function conceptFeatures(hits: readonly TermHit[], tell: OnFeature): void {
  let pairs = 0
  for (const [index, { concept, start, end }] of hits.entries()) {
    tell(place(mix(0, concept, SEEDS.concept)), start, end)
    for (let next = index + 1; next < hits.length && pairs < MAXIMUM_PAIRS; next++) {
      const other = hits[next]!
      if (other.start - end > PAIR_CHARACTERS) break
      if (other.start < end) continue
      pairs++
      tell(place(mix(Math.min(concept, other.concept), Math.max(concept, other.concept), SEEDS.concepts)), start, other.end)
    }
  }
}

function isLetter(code: number): boolean {
  return code < 128 ? ASCII_LETTER[code] === 1 : LETTER.test(String.fromCharCode(code)) || (code >= 0xd800 && code <= 0xdfff)
}

function hashOf(text: string, start: number, end: number, seed: number): number {
  let hash: number = seed
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
  return hash
}

function mix(one: number, other: number, seed: number): number {
  return Math.imul(Math.imul(seed ^ one, FNV_PRIME) ^ other, FNV_PRIME)
}

/** The end of a 32-bit mixer (MurmurHash3), so that near hashes lie far apart. */
function place(hash: number): number {
  let mixed = Math.imul(hash ^ hash >>> 16, 0x85ebca6b)
  mixed = Math.imul(mixed ^ mixed >>> 13, 0xc2b2ae35)
  return (mixed ^ mixed >>> 16) >>> 0 & (MODEL_SIZE - 1)
}
