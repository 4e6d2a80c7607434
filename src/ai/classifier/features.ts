import type { TermHit } from '../signature/term-automaton.ts'
import { UnitSet } from '../text/unit-set.ts'
import { DENSE_FROM, LONGEST_PIECE, MAXIMUM_PAIRS, MODEL_SIZE, PAIR_CHARACTERS, SHORTEST_DENSE_PIECE, SHORTEST_PIECE, WORD_COUNTS } from './defaults.ts'
import type { ToldFeatures } from './told-features.ts'

const FNV_PRIME = 0x01000193
/** Each kind of feature is hashed apart. */
const SEEDS = { piece: 0x811c9dc5, word: 0x2b5a13f7, words: 0x5bd1e995, concept: 0x1b873593, concepts: 0x7feb352d } as const
const SPACE = 0x20
/** Of what needs two units, each is a letter. */
const LETTERS = new UnitSet(/[\p{L}\p{M}\p{N}\ud800-\udfff]/u)

/**
 * Character pieces of words (with their edges), words, pairs of words, concepts, and pairs of concepts that stand near each other.
 *
 * @param text in canonical form
 * @param hits its concepts, in order
 * @param keys what stands for each concept
 * @param told is told of each: a feature may be told several times
 */
export function features(text: string, hits: readonly TermHit[], keys: Int32Array, told: ToldFeatures): void {
  let previousWord = 0
  let previousStart = 0
  for (let i = 0; i < text.length;) {
    if (!LETTERS.has(text.charCodeAt(i))) {
      i++
      continue
    }
    const start = i
    while (i < text.length && LETTERS.has(text.charCodeAt(i))) i++
    const word = hashOf(text, start, i, SEEDS.word)
    told.tell(place(word), start, i, WORD_COUNTS)
    if (start > 0) told.tell(place(mix(previousWord, word, SEEDS.words)), previousStart, i, WORD_COUNTS)
    pieces(text, start, i, told)
    previousWord = word
    previousStart = start
  }
  conceptFeatures(hits, keys, told)
}

/** Pieces of a word with a space before and behind it, so that a prefix is another piece than an infix. */
function pieces(text: string, start: number, end: number, told: ToldFeatures): void {
  for (let from = start - 1; from < end; from++) {
    let hash: number = SEEDS.piece
    const shortest = text.charCodeAt(Math.max(from, start)) >= DENSE_FROM ? SHORTEST_DENSE_PIECE : SHORTEST_PIECE
    for (let length = 1; length <= LONGEST_PIECE && from + length <= end + 1; length++) {
      const at = from + length - 1
      hash = Math.imul(hash ^ (at < start || at >= end ? SPACE : text.charCodeAt(at)), FNV_PRIME)
      if (length >= shortest) told.tell(place(hash ^ length), Math.max(from, start), Math.min(at + 1, end), 1)
    }
  }
}

function conceptFeatures(hits: readonly TermHit[], keys: Int32Array, told: ToldFeatures): void {
  let pairs = 0
  for (const [index, { concept, start, end }] of hits.entries()) {
    const key = keys[concept]!
    told.tell(place(mix(0, key, SEEDS.concept)), start, end, 1)
    for (let next = index + 1; next < hits.length && pairs < MAXIMUM_PAIRS; next++) {
      const other = hits[next]!
      if (other.start - end > PAIR_CHARACTERS) break
      if (other.start < end) continue
      pairs++
      told.tell(place(mix(Math.min(key, keys[other.concept]!), Math.max(key, keys[other.concept]!), SEEDS.concepts)), start, other.end, 1)
    }
  }
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
