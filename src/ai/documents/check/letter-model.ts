import { MODEL_LETTERS } from '../defaults.ts'

/** How much of each count is given to what was not seen (absolute discounting; Ney, Essen, Kneser 1994). */
const DISCOUNT = 0.6
/** Letters that may come where nothing is known. */
const ALPHABET = 20_000
/** Runs and contexts are counted by their hash; with so many places a corpus of some million letters has few collisions, which only blur. */
const PLACES = 2 ** 22
const FNV_PRIME = 0x01000193
const SEED = 0x811c9dc5

/**
 * A language model of runs of letters, from which the counts of a text can be left out again: so each document is measured by a model of all
 * the others, which are counted once. 64 MB.
 */
export class LetterModel {
  readonly #runs = new Int32Array(PLACES)
  /** Of a context: how often it was seen, and with how many different letters. */
  readonly #totals = new Int32Array(PLACES)
  readonly #kinds = new Int32Array(PLACES)

  /** @param sign 1 to learn a text, -1 to forget it */
  count(text: string, sign: 1 | -1): void {
    for (let at = 0; at < text.length; at++) {
      const letter = text.charCodeAt(at)
      for (let length = 0, context = SEED; length < MODEL_LETTERS && length <= at; length++) {
        if (length > 0) context = Math.imul(context ^ text.charCodeAt(at - length), FNV_PRIME)
        const run = placeOf(Math.imul(context ^ letter, FNV_PRIME) ^ length)
        const before = this.#runs[run]!
        const after = before + sign
        this.#runs[run] = after
        const place = placeOf(context ^ length)
        this.#totals[place]! += sign
        if (before === 0 || after === 0) this.#kinds[place]! += sign
      }
    }
  }

  /** Bits that each letter of a text takes. */
  bits(text: string): Float64Array {
    const bits = new Float64Array(text.length)
    for (let at = 0; at < text.length; at++) bits[at] = -Math.log2(this.#probability(text, at))
    return bits
  }

  #probability(text: string, at: number): number {
    const letter = text.charCodeAt(at)
    let probability = 1 / ALPHABET
    for (let length = 0, context = SEED; length < MODEL_LETTERS && length <= at; length++) {
      if (length > 0) context = Math.imul(context ^ text.charCodeAt(at - length), FNV_PRIME)
      const place = placeOf(context ^ length)
      const total = this.#totals[place]!
      if (total <= 0) break
      const seen = this.#runs[placeOf(Math.imul(context ^ letter, FNV_PRIME) ^ length)]!
      probability = (Math.max(0, seen - DISCOUNT) + DISCOUNT * Math.max(1, this.#kinds[place]!) * probability) / total
    }
    return Math.min(1, Math.max(Number.MIN_VALUE, probability))
  }
}

/** The end of a 32-bit mixer (MurmurHash3), so that near hashes lie far apart. */
function placeOf(hash: number): number {
  let mixed = Math.imul(hash ^ hash >>> 16, 0x85ebca6b)
  mixed = Math.imul(mixed ^ mixed >>> 13, 0xc2b2ae35)
  return (mixed ^ mixed >>> 16) >>> 0 & (PLACES - 1)
}
