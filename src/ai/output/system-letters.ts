import { foldLetters } from '../text/fold-letters.ts'
import { ADDRESS_LETTERS, ADDRESS_STEP_LETTERS, LEAK_LETTERS, REMEMBERED_LETTERS, STEP_LETTERS } from './defaults.ts'
import { LetterRuns } from './letter-runs.ts'
import { lettersOf, reversedLetters, turnedLetters } from './letters-of.ts'

/** What a model was told in confidence, so that an answer which repeats it is known. */
export class SystemLetters {
  readonly text: string
  readonly #spellings: readonly string[]
  /** As it is, backwards and in rot13. */
  readonly #runs: LetterRuns
  #ofAddress: LetterRuns | null = null

  constructor(text: string) {
    this.text = text
    this.#spellings = [...new Set([lettersOf(text), lettersOf(foldLetters(text))])].map(letters => letters.slice(0, REMEMBERED_LETTERS))
    const forms = new Set(this.#spellings.flatMap(letters => [letters, reversedLetters(letters), turnedLetters(letters), reversedLetters(turnedLetters(letters))]))
    this.#runs = new LetterRuns([...forms], { least: LEAK_LETTERS, step: STEP_LETTERS })
  }

  /** Whether the letters repeat so much of it that it is told. */
  isRepeatedBy(letters: string): boolean {
    return this.#runs.isIn(letters)
  }

  /** Whether the letters of an address, which has no reason to quote it, repeat a few words of it. */
  isInAddress(letters: string): boolean {
    this.#ofAddress ??= new LetterRuns(this.#spellings, { least: ADDRESS_LETTERS, step: ADDRESS_STEP_LETTERS })
    return this.#ofAddress.isIn(letters)
  }
}
