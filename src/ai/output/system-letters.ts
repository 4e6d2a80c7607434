import { foldLetters } from '../text/fold-letters.ts'
import { ADDRESS_LETTERS, ADDRESS_STEP_LETTERS, LEAK_LETTERS, REMEMBERED_LETTERS, STEP_LETTERS } from './defaults.ts'
import { LetterRuns } from './letter-runs.ts'
import type { LetterReadings } from './letters-of.ts'
import { lettersOf, reversedLetters, stepsBetween, withoutDigits, withoutLeet } from './letters-of.ts'
import { withoutQuotable } from './quotable-text.ts'

/** What a model was told in confidence, but for what it is to answer from, so that an answer which repeats it is known. */
export class SystemLetters {
  readonly text: string
  readonly #spellings: readonly string[]
  /** As it is and backwards, also without its numbers, and with digits for letters. */
  readonly #runs: LetterRuns
  /** The same in any of Caesar's ciphers. */
  readonly #moved: LetterRuns
  #ofAddress: LetterRuns | null = null

  constructor(text: string) {
    this.text = text
    this.#spellings = spellingsOf(text)
    const confidential = spellingsOf(withoutQuotable(text))
    const both = (all: readonly string[]) => [...new Set(all)].flatMap(letters => [letters, reversedLetters(letters)])
    this.#runs = new LetterRuns(both(confidential.flatMap(letters => [letters, withoutDigits(letters), withoutLeet(letters)])), { least: LEAK_LETTERS, step: STEP_LETTERS })
    this.#moved = new LetterRuns(both(confidential).map(stepsBetween), { least: LEAK_LETTERS - 1, step: STEP_LETTERS })
  }

  /** Whether the letters repeat so much of it that it is told. */
  isRepeatedBy({ plain, moved }: LetterReadings): boolean {
    return plain.some(letters => this.#runs.isIn(letters)) || this.#moved.isIn(moved)
  }

  /** Whether the letters of an address, which has no reason to quote it, repeat a few words of it. */
  isInAddress(letters: string): boolean {
    this.#ofAddress ??= new LetterRuns(this.#spellings, { least: ADDRESS_LETTERS, step: ADDRESS_STEP_LETTERS })
    return this.#ofAddress.isIn(letters)
  }
}

function spellingsOf(text: string): readonly string[] {
  return [...new Set([lettersOf(text), lettersOf(foldLetters(text))])].map(letters => letters.slice(0, REMEMBERED_LETTERS))
}
