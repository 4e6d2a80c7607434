import { decodeRuns } from '../text/decode-runs.ts'
import { foldLetters } from '../text/fold-letters.ts'
import { visibleText } from '../text/visible-text.ts'

const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const NO_LETTER = /[^\p{L}\p{N}]+/gu
const BEYOND_ASCII = /[^\u0000-\u007f]/

/** A text as its letters and digits alone, in small letters; an ideograph stands twice, as it says as much as two letters. */
export function lettersOf(text: string): string {
  const letters = text.toLowerCase().replaceAll(NO_LETTER, '')
  return IDEOGRAPH.test(letters) ? letters.replaceAll(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g, '$&$&') : letters
}

/** The letters of a text as it stands, with look-alike, styled and invisible letters made plain, and with encoded runs read: those of these that differ. */
export function letterViews(text: string): readonly string[] {
  const { text: visible, tagged } = visibleText(text)
  const { text: decoded } = decodeRuns(visible)
  const readings = [text, visible, ...(tagged === '' ? [] : [tagged]), ...(decoded === visible ? [] : [decoded])]
  return [...new Set(readings.flatMap(reading => (BEYOND_ASCII.test(reading) ? [reading, foldLetters(reading)] : [reading])).map(lettersOf))]
}

/** Backwards; an ideograph that stands twice stays whole, as both are alike. */
export function reversedLetters(letters: string): string {
  return [...letters].reverse().join('')
}

/** Latin letters moved on by 13 (rot13), the rest as it is. */
export function turnedLetters(letters: string): string {
  return letters.replaceAll(/[a-z]/g, letter => String.fromCharCode((letter.charCodeAt(0) - 97 + 13) % 26 + 97))
}
