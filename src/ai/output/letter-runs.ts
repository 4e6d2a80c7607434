import { MOST_PLACES } from './defaults.ts'

/** An odd number, so that it loses nothing modulo 2³² (Karp and Rabin 1987). */
const BASE = 0x01000193

/**
 * Texts of letters, of which any run of a least length is found in another text, in time linear in that one's length. Shorter runs at every step are
 * remembered by their hash: one of them lies wholly within each run that is long enough, whichever step it begins at.
 */
export class LetterRuns {
  readonly #least: number
  readonly #step: number
  readonly #length: number
  /** What the first letter of a run weighs in its hash. */
  readonly #weight: number
  readonly #places = new Map<number, { readonly text: string; readonly at: number }[]>()

  constructor(texts: readonly string[], { least, step }: { readonly least: number; readonly step: number }) {
    this.#least = least
    this.#step = step
    this.#length = least - step + 1
    let weight = 1
    for (let power = 1; power < this.#length; power++) weight = Math.imul(weight, BASE)
    this.#weight = weight
    for (const text of texts) {
      for (let at = 0; at + this.#length <= text.length; at += step) {
        const hash = this.#hashAt(text, at)
        const places = this.#places.get(hash) ?? []
        if (places.length < MOST_PLACES) places.push({ text, at })
        this.#places.set(hash, places)
      }
    }
  }

  /** Whether the letters hold the least number of theirs in a row. */
  isIn(letters: string): boolean {
    if (this.#places.size === 0 || letters.length < this.#least) return false
    let hash = this.#hashAt(letters, 0)
    for (let at = 0; ; at++) {
      const places = this.#places.get(hash)
      if (places?.some(place => this.#shared(letters, at, place) >= this.#least) === true) return true
      if (at + this.#length >= letters.length) return false
      hash = Math.imul(hash - Math.imul(letters.charCodeAt(at), this.#weight), BASE) + letters.charCodeAt(at + this.#length) | 0
    }
  }

  #hashAt(text: string, at: number): number {
    let hash = 0
    for (let index = at; index < at + this.#length; index++) hash = Math.imul(hash, BASE) + text.charCodeAt(index) | 0
    return hash
  }

  /** How many letters both share around a run whose hash both have, as far as it matters; none where the runs differ. */
  #shared(letters: string, at: number, place: { readonly text: string; readonly at: number }): number {
    let after = 0
    while (after < this.#least && at + after < letters.length && letters[at + after] === place.text[place.at + after]) after++
    if (after < this.#length) return 0
    let before = 0
    while (before < this.#step && before < at && before < place.at && letters[at - before - 1] === place.text[place.at - before - 1]) before++
    return before + after
  }
}
