import { decodeRuns } from '../text/decode-runs.ts'
import { foldLetters } from '../text/fold-letters.ts'
import { visibleText } from '../text/visible-text.ts'

const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const NO_LETTER = /[^\p{L}\p{N}]+/gu
/** A row of letters one by one. */
const ROW = /(?:[\w+/=-]\s{1,3}){24}/
const BETWEEN_LETTERS = /(?<=(?:^|\s)\S)\s{1,3}(?=\S(?:\s|$))/g
const BEYOND_ASCII = /[^\u0000-\u007f]/

/** A text as its letters and digits alone, in small letters; an ideograph stands twice, as it says as much as two letters. */
export function lettersOf(text: string): string {
  const letters = text.toLowerCase().replaceAll(NO_LETTER, '')
  return IDEOGRAPH.test(letters) ? letters.replaceAll(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g, '$&$&') : letters
}

/** The letters of a text as it stands, with look-alike, styled and invisible letters made plain, and with encoded runs read, also where their letters stand one by one: those of these that differ. */
export function letterViews(text: string): readonly string[] {
  const { text: visible, tagged } = visibleText(text)
  const { text: decoded } = decodeRuns(visible)
  const joined = ROW.test(visible) ? [decodeRuns(visible.replaceAll(BETWEEN_LETTERS, '')).text] : []
  const readings = [text, visible, ...(tagged === '' ? [] : [tagged]), ...(decoded === visible ? [] : [decoded]), ...joined]
  return [...new Set(readings.flatMap(reading => (BEYOND_ASCII.test(reading) ? [reading, foldLetters(reading)] : [reading])).map(lettersOf))]
}

/** What letters may stand for: themselves, those without the numbers that they were counted with, those that digits are drawn like; and the steps between them. */
export interface LetterReadings {
  readonly plain: readonly string[]
  readonly moved: string
}

export function readingsOf(letters: string): LetterReadings {
  return { plain: HAS_DIGIT.test(letters) ? [letters, withoutDigits(letters), withoutLeet(letters)] : [letters], moved: stepsBetween(letters) }
}

const HAS_DIGIT = /\p{N}/u

/** A text with each word spelt backwards: read backwards as a whole, its words stand in the order from last to first. */
export function withWordsReversed(text: string): string {
  return text.replaceAll(/\S+/g, word => [...word].reverse().join(''))
}

/** Without the numbers that words or letters were counted with. */
export function withoutDigits(letters: string): string {
  return letters.replaceAll(/\p{N}+/gu, '')
}

/** Digits as the letters that they are drawn like. */
export function withoutLeet(letters: string): string {
  return letters.replaceAll(/[0134578]/g, digit => LEET[digit] ?? digit)
}

const LEET: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b' }

/** How far each Latin letter is from the one before it: the same however far all of them were moved on (Caesar's cipher, rot13 among them). */
export function stepsBetween(letters: string): string {
  const steps = new Uint16Array(Math.max(0, letters.length - 1))
  let before = letters.charCodeAt(0)
  for (let at = 1; at < letters.length; at++) {
    const code = letters.charCodeAt(at)
    steps[at - 1] = !isLatin(code) ? code : isLatin(before) ? CAPITAL_A + (code - before + 26) % 26 : NO_STEP
    before = code
  }
  return Buffer.from(steps.buffer).toString('utf16le')
}

const CAPITAL_A = 65
/** A full stop, which no letters hold. */
const NO_STEP = 46

function isLatin(code: number): boolean {
  return code >= 97 && code <= 122
}

/** Backwards; an ideograph that stands twice stays whole, as both are alike. */
export function reversedLetters(letters: string): string {
  return [...letters].reverse().join('')
}

/** Latin letters moved on by 13 (rot13), the rest as it is. */
export function turnedLetters(letters: string): string {
  return letters.replaceAll(/[a-z]/g, letter => String.fromCharCode((letter.charCodeAt(0) - 97 + 13) % 26 + 97))
}
