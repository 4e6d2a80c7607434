import { MOST_PLACES } from './defaults.ts'

/**
 * Texts of letters, of which any run of a least length is found in another text, in time linear in that one's length. Shorter runs at every step are
 * remembered: one of them lies wholly within each run that is long enough, whichever step it begins at.
 */
export class LetterRuns {
  readonly #least: number
  readonly #step: number
  readonly #places = new Map<string, { readonly text: string; readonly at: number }[]>()

  constructor(texts: readonly string[], { least, step }: { readonly least: number; readonly step: number }) {
    this.#least = least
    this.#step = step
    for (const text of texts) {
      for (let at = 0; at + this.#length <= text.length; at += step) {
        const run = text.slice(at, at + this.#length)
        const places = this.#places.get(run) ?? []
        if (places.length < MOST_PLACES) places.push({ text, at })
        this.#places.set(run, places)
      }
    }
  }

  /** Whether the letters hold the least number of theirs in a row. */
  isIn(letters: string): boolean {
    if (this.#places.size === 0) return false
    for (let at = 0; at + this.#length <= letters.length; at++) {
      const places = this.#places.get(letters.slice(at, at + this.#length))
      if (places?.some(place => this.#shared(letters, at, place) >= this.#least) === true) return true
    }
    return false
  }

  get #length(): number {
    return this.#least - this.#step + 1
  }

  /** How many letters both share around a run that both hold, as far as it matters. */
  #shared(letters: string, at: number, place: { readonly text: string; readonly at: number }): number {
    let before = 0
    while (before < this.#step && before < at && before < place.at && letters[at - before - 1] === place.text[place.at - before - 1]) before++
    let after = this.#length
    while (after < this.#least && at + after < letters.length && letters[at + after] === place.text[place.at + after]) after++
    return before + after
  }
}
