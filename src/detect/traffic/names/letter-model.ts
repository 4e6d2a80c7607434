import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What labels of domains are made of, in the order of the model's table; 0 is the end, or what precedes the first letter. */
const LETTERS = ' abcdefghijklmnopqrstuvwxyz0123456789-'
const SIZE = LETTERS.length

/** Log2 probabilities are kept in steps of this size, from 0 down: 255 steps reach −12.75. */
const STEP = 0.05
const LAST_STEP = 255

/** Weights of what two letters, one letter and none before tell of the next (Jelinek–Mercer smoothing). */
const WEIGHTS = [0.7, 0.2, 0.08] as const

/** For what was never seen. */
const FLOOR = 0.02 / SIZE

const CODES = new Uint8Array(128)
for (let code = 1; code < SIZE; code++) CODES[LETTERS.charCodeAt(code)] = code

/**
 * How probable each letter is after the two before it, learnt from names of much-used domains (bench/traffic-names.ts makes the table from public
 * lists). Only counts of letters are kept, no names.
 */
export class LetterModel {
  readonly #steps: Uint8Array

  /** @param steps one for each three letters, as {@link learnLetters} makes them */
  constructor(steps: Uint8Array) {
    if (steps.length !== SIZE ** 3) throw new RangeError(`a table of letters has ${SIZE ** 3} bytes, not ${steps.length}`)
    this.#steps = steps
  }

  /** Mean log2 of the probability of each letter of a label, its end included; −12.75 to 0. Letters that are not plain ASCII count as none. */
  likeness(label: string): number {
    let sum = 0
    let two = 0
    let one = 0
    for (let at = 0; at <= label.length; at++) {
      const code = at === label.length ? 0 : codeOf(label.charCodeAt(at))
      sum += this.#steps[(two * SIZE + one) * SIZE + code]!
      two = one
      one = code
    }
    return -STEP * sum / (label.length + 1)
  }
}

/** A table of steps from labels. */
export function learnLetters(labels: Iterable<string>): Uint8Array {
  const three = new Float64Array(SIZE ** 3)
  const twice = new Float64Array(SIZE ** 2)
  const once = new Float64Array(SIZE)
  let all = 0
  for (const label of labels) {
    let two = 0
    let one = 0
    for (let at = 0; at <= label.length; at++) {
      const code = at === label.length ? 0 : codeOf(label.charCodeAt(at))
      three[(two * SIZE + one) * SIZE + code]!++
      twice[one * SIZE + code]!++
      once[code]!++
      all++
      two = one
      one = code
    }
  }
  const steps = new Uint8Array(SIZE ** 3)
  for (let two = 0; two < SIZE; two++) {
    for (let one = 0; one < SIZE; one++) {
      const at = (two * SIZE + one) * SIZE
      const seenTwo = three.subarray(at, at + SIZE).reduce(add, 0)
      const seenOne = twice.subarray(one * SIZE, one * SIZE + SIZE).reduce(add, 0)
      for (let code = 0; code < SIZE; code++) {
        const probability = WEIGHTS[0] * share(three[at + code]!, seenTwo) + WEIGHTS[1] * share(twice[one * SIZE + code]!, seenOne) + WEIGHTS[2] * share(once[code]!, all) + FLOOR
        steps[at + code] = Math.min(LAST_STEP, Math.round(-Math.log2(Math.min(1, probability)) / STEP))
      }
    }
  }
  return steps
}

export const LETTER_MODEL_FILE = join(import.meta.dirname, 'letters.bin')

let shipped: LetterModel | null = null

/** The model that comes with the program. */
export function letterModel(): LetterModel {
  return (shipped ??= new LetterModel(readFileSync(LETTER_MODEL_FILE)))
}

function codeOf(letter: number): number {
  return CODES[letter | (letter >= 65 && letter <= 90 ? 32 : 0)] ?? 0
}

function add(sum: number, value: number): number {
  return sum + value
}

function share(count: number, of: number): number {
  return of === 0 ? 0 : count / of
}
