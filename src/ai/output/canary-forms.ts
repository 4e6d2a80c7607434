import { ENCODINGS_OF_BYTES } from '../text/byte-encodings.ts'
import { DISGUISED_LETTERS } from './defaults.ts'
import { lettersOf, reversedLetters, turnedLetters } from './letters-of.ts'

/** A planted mark and the letters that it may leave as. */
export interface CanaryForms {
  readonly canary: string
  readonly forms: readonly string[]
}

const known = new WeakMap<readonly string[], readonly CanaryForms[]>()

/**
 * The letters of each mark: as it is, backwards, in rot13, hexadecimal, base64 and base32, wherever in an encoded text it stands. What is read of an encoded
 * run needs no form; these are for runs that are too short to be known as encoded, or cut.
 */
export function canaryForms(canaries: readonly string[]): readonly CanaryForms[] {
  const kept = known.get(canaries) ?? canaries.map(canary => ({ canary, forms: formsOf(canary) }))
  known.set(canaries, kept)
  return kept
}

function formsOf(canary: string): readonly string[] {
  const letters = lettersOf(canary)
  // Of signs alone nothing is left that could be looked for.
  if (letters === '') return []
  if (letters.length < DISGUISED_LETTERS) return [letters]
  const encoded = [...new Set([canary, canary.toLowerCase(), canary.toUpperCase()].flatMap(spelling => [spelling, reversedLetters(spelling)]))].flatMap(spelling => {
    const bytes = Buffer.from(spelling)
    return [bytes.toString('hex'), ENCODINGS_OF_BYTES.base32.encode(bytes).replace(/.=*$/, ''), ...[0, 1, 2].map(before => withinBase64(bytes, before))]
  })
  const forms = [letters, reversedLetters(letters), turnedLetters(letters), reversedLetters(turnedLetters(letters)), ...encoded.map(lettersOf)]
  return [...new Set(forms)].filter(form => form.length >= Math.min(letters.length, DISGUISED_LETTERS))
}

/** The letters of base64 that are the same whatever stands around: those of which all bits are the mark's. `before` bytes of its group stand before it. */
function withinBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '')
  const whole = Math.floor((before + bytes.length) * 8 / 6)
  return text.slice(Math.ceil(before * 8 / 6), whole)
}
