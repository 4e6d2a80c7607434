import { LONGEST_WORD, WORDY_LENGTH, WORDY_LETTERS } from './defaults.ts'
import { ENGLISH_WORDS } from './english-words.ts'

export interface EnglishShare {
  /** Of the words, those that are common in English: 0.7 and more in prose, next to nothing in shifted or reversed text. */
  readonly share: number
  readonly words: number
  readonly common: number
  /** Common words of four letters and more: these come about by chance least of all. */
  readonly longCommon: number
  /** Share of the letters that stand in common words. */
  readonly letterShare: number
}

const APOSTROPHE = 0x27
const LETTER_A = 0x61
const LETTER_Z = 0x7a
const LONG = 4
/** What a letter in no word costs, a word being 1. */
const COST_OF_OTHER = 0.9

/** @param word in small letters */
export function isEnglish(word: string): boolean {
  return ENGLISH_WORDS.has(word)
}

/** How much of a lower-case text is English. */
export function englishShare(text: string): EnglishShare {
  let words = 0
  let common = 0
  let longCommon = 0
  let letters = 0
  let commonLetters = 0
  let start = -1
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    if ((code >= LETTER_A && code <= LETTER_Z) || (code === APOSTROPHE && start >= 0)) {
      if (start < 0) start = i
      continue
    }
    if (start < 0) continue
    const length = i - start
    words++
    letters += length
    if (length <= LONGEST_WORD && ENGLISH_WORDS.has(text.slice(start, i))) {
      common++
      commonLetters += length
      if (length >= LONG) longCommon++
    }
    start = -1
  }
  return { share: words === 0 ? 0 : common / words, words, common, longCommon, letterShare: letters === 0 ? 0 : commonLetters / letters }
}

/**
 * Letters without spaces as English words, the fewest of them, with few other letters between them; null when they are none. Takes time linear in the
 * letters.
 *
 * @param letters in small letters
 */
export function splitIntoWords(letters: string): string[] | null {
  const costs = new Float64Array(letters.length + 1).fill(Infinity)
  /** Of the word that ends here; 0 of a letter that is in none. */
  const lengths = new Uint8Array(letters.length + 1)
  costs[0] = 0
  for (let end = 1; end <= letters.length; end++) {
    costs[end] = costs[end - 1]! + COST_OF_OTHER
    for (let length = 1; length <= Math.min(LONGEST_WORD, end); length++) {
      const cost = costs[end - length]! + 1
      if (cost >= costs[end]! || !ENGLISH_WORDS.has(letters.slice(end - length, end))) continue
      costs[end] = cost
      lengths[end] = length
    }
  }
  const words: string[] = []
  let known = 0
  let common = 0
  for (let end = letters.length; end > 0;) {
    const length = lengths[end]!
    if (length === 0) {
      let start = end
      while (start > 0 && lengths[start] === 0) start--
      words.push(letters.slice(start, end))
      end = start
      continue
    }
    words.push(letters.slice(end - length, end))
    known += length
    common++
    end -= length
  }
  return known < WORDY_LETTERS * letters.length || known < WORDY_LENGTH * common ? null : words.reverse()
}
