import { LEAK_LETTERS, REMEMBERED_LETTERS } from './defaults.ts'

const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const NO_LETTER = /[^\p{L}\p{N}]+/gu

/** A text as its letters and digits alone, in small letters; an ideograph stands twice, as it says as much as two letters. */
export function lettersOf(text: string): string {
  const letters = text.toLowerCase().replaceAll(NO_LETTER, '')
  return IDEOGRAPH.test(letters) ? letters.replaceAll(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g, '$&$&') : letters
}

/** What a model was told in confidence, so that an answer which repeats it is known. */
export class SystemLetters {
  readonly text: string
  readonly #runs = new Set<string>()

  constructor(text: string) {
    this.text = text
    const letters = lettersOf(text).slice(0, REMEMBERED_LETTERS)
    for (let at = 0; at + LEAK_LETTERS <= letters.length; at++) this.#runs.add(letters.slice(at, at + LEAK_LETTERS))
  }

  /** Whether the letters repeat a run of it. */
  isRepeatedBy(letters: string): boolean {
    if (this.#runs.size === 0) return false
    for (let at = 0; at + LEAK_LETTERS <= letters.length; at++) if (this.#runs.has(letters.slice(at, at + LEAK_LETTERS))) return true
    return false
  }
}
