/** 4,096 bits: a command line sets a few hundred of them. */
const SKETCH_WORDS = 128
const SKETCH_MASK = SKETCH_WORDS * 32 - 1

/** Literals that are searched for right away: a sketch costs about as much as looking for so many, and few texts are asked for more. */
const ASKED_WITHOUT_SKETCH = 6

/** A text of the event in one form, with what makes searching it for many literals cheap. */
export class EventText {
  readonly text: string
  #sketch: Int32Array | null = null
  #asked = 0

  constructor(text: string) {
    this.text = text
  }

  /** False only when the text certainly does not contain what the needle was made of. */
  mayContain(needle: readonly number[]): boolean {
    if (this.#sketch === null && ++this.#asked <= ASKED_WITHOUT_SKETCH) return true
    const sketch = (this.#sketch ??= sketchOf(this.text))
    for (let i = 0; i < needle.length; i++) {
      const bit = needle[i]!
      if ((sketch[bit >>> 5]! & (1 << (bit & 31))) === 0) return false
    }
    return true
  }
}

/** How many pairs of a literal are looked up before the text itself is searched. */
const NEEDLE_PAIRS = 6

/** The pairs of neighbouring characters of a literal, as bits of a sketch. */
export function needleOf(literal: string): readonly number[] {
  const pairs: number[] = []
  for (let i = 1; i < literal.length; i++) pairs.push(pairBit(literal.charCodeAt(i - 1), literal.charCodeAt(i)))
  const step = Math.max(1, pairs.length / NEEDLE_PAIRS)
  const chosen = new Set<number>()
  for (let i = 0; i < pairs.length; i += step) chosen.add(pairs[Math.floor(i)]!)
  return [...chosen]
}

/** One bit for each pair of neighbouring characters; time proportional to the text. */
function sketchOf(text: string): Int32Array {
  const sketch = new Int32Array(SKETCH_WORDS)
  let before = text.length === 0 ? 0 : text.charCodeAt(0)
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const bit = pairBit(before, code)
    sketch[bit >>> 5]! |= 1 << (bit & 31)
    before = code
  }
  return sketch
}

function pairBit(first: number, second: number): number {
  return (first * 37 + second) & SKETCH_MASK
}
