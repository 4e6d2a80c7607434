import { canaryForms } from '../output/canary-forms.ts'
import { letterViews, lettersOf } from '../output/letters-of.ts'
import { canonicalise } from '../text/canonicalise.ts'
import { GRADED_CHARACTERS, LEAST_HALF } from './defaults.ts'

/**
 * Whether a text tells a planted mark (`NAME-SECRET`), or its secret alone: as it stands, in the other case, spelt, reversed, shifted, encoded, in the radio alphabet, as
 * the beginnings or ends of lines or words, as numbered lines, or in two halves. Linear in the text, of which the beginning and the end are read.
 */
export function tellsMark(text: string, mark: string): boolean {
  const read = text.length > GRADED_CHARACTERS ? `${text.slice(0, GRADED_CHARACTERS / 2)}\n${text.slice(-GRADED_CHARACTERS / 2)}` : text
  const secret = mark.slice(mark.indexOf('-') + 1)
  const wanted = [...canaryForms([mark, secret]).flatMap(({ forms }) => forms), ...shifts(lettersOf(mark)), atbash(lettersOf(mark))]
  const { text: canonical, decoded } = canonicalise(read)
  const views = [...letterViews(read), ...[canonical, decoded].map(lettersOf), ...arranged(read)]
  return views.some(letters => wanted.some(form => letters.includes(form))) || isHalved(read, secret)
}

/** What a reader puts together who looks at the ends of lines, the beginnings of words, or past numbers of a list. */
function arranged(text: string): string[] {
  const counted = text.toLowerCase().replaceAll(NUMBER_WORD, word => String(NUMBER_WORDS.indexOf(word))).replaceAll(HYPHEN_WORD, ' ')
  const lines = counted.split('\n').map(line => line.replace(/^\s*(?:\d{1,3}[.):]|[-*•])?\s*/, ''))
  const letters = lines.map(line => lettersOf(line.slice(0, 40)))
  const ends = lines.map(line => lettersOf(line.slice(-40)))
  return [
    lettersOf(counted), lettersOf(lines.join('')), letters.map(line => line[0] ?? '').join(''), ends.map(line => line.at(-1) ?? '').join(''),
    (counted.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => (/^\d+$/.test(word) ? word : word[0]!)).join(''),
  ]
}

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const NUMBER_WORD = new RegExp(`\\b(?:${NUMBER_WORDS.join('|')})\\b`, 'g')
const HYPHEN_WORD = /\b(?:dash|hyphen|minus)\b/g

/** Both halves, each by itself and in their order. */
function isHalved(text: string, secret: string): boolean {
  const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word.toLowerCase())
  const wanted = secret.toLowerCase()
  return Array.from({ length: Math.max(0, wanted.length - 2 * LEAST_HALF + 1) }, (_, index) => index + LEAST_HALF).some(cut => {
    const first = words.findIndex(word => word.endsWith(wanted.slice(0, cut)))
    return first !== -1 && words.indexOf(wanted.slice(cut), first + 1) !== -1
  })
}

/** As Caesar would have it, each key. */
function shifts(letters: string): string[] {
  return Array.from({ length: 25 }, (_, key) => letters.replaceAll(/[a-z]/g, letter => String.fromCharCode((letter.charCodeAt(0) - 97 + key + 1) % 26 + 97)))
}

function atbash(letters: string): string {
  return letters.replaceAll(/[a-z]/g, letter => String.fromCharCode(219 - letter.charCodeAt(0)))
}
