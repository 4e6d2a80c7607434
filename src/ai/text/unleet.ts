import { LEET_LETTERS, LEET_READINGS, LONGEST_WORD } from './defaults.ts'
import { isEnglish } from './english.ts'

/** What a sign may stand for, the likeliest first. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'il', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'gb', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '!': 'il', '|': 'li', '+': 't', '€': 'e', '£': 'le', '¢': 'c', '¥': 'y', '(': 'c', '#': 'h',
}
const TOKEN = /[\p{L}\p{N}@$!|+€£¢¥(#]{2,}/gu
const HAS_LETTER = /\p{L}/u
const HAS_SIGN = /[0-9@$!|+€£¢¥(#]/
/** Digits alone are a number. */
const MAY_BE_WORD = /[\p{L}@$|€]/u
/** `what!`, `(see`: punctuation at a word's ends is punctuation. */
const ENDS = /^[(!|+#]+|[!|+(#]+$/g
/** A word with a price before it or a number behind it: `$end`, `item5`, `c++`. */
const WORD_WITHIN = /^[$#@(!|+]*(\p{L}+)[\d+!|(#]*$/u
const LETTER_BEHIND = /^\.\p{L}/u
/** Of a token that holds a sign, `l` and `i` may have been folded from what looks like both. */
const EITHER = 'il'

export interface UnleetedText {
  /** Words that read as English with signs as letters are read so. */
  readonly text: string
  /** The text with every sign within a word read as a letter; the same as `text` when there is none. */
  readonly unleeted: string
  /** Different words that were surely written so. */
  readonly words: number
}

/**
 * Reads digits and signs as letters. One short word may be a number or a product, and one with a sign before it a price or a variable; beside others they are
 * words.
 */
export function unleet(text: string): UnleetedText {
  if (!HAS_SIGN.test(text)) return { text, unleeted: text, words: 0 }
  const known = new Map<string, LeetWord | null>()
  let sure = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (known.has(token) || !HAS_SIGN.test(token) || !MAY_BE_WORD.test(token) || isAddress(text, token, index)) continue
    const word = englishOf(token)
    known.set(token, word)
    if (word?.isSure === true) sure++
  }
  const read = known.size === 0 ? text : text.replace(TOKEN, (token, index: number) => {
    const word = known.get(token)
    if (word === undefined || word === null || isAddress(text, token, index)) return token
    return word.isSure || sure > 1 ? word.text : token
  })
  return { text: read, unleeted: read.replace(TOKEN, spelt), words: sure }
}

interface LeetWord {
  readonly text: string
  /** By itself, without others beside it. */
  readonly isSure: boolean
}

function isAddress(text: string, token: string, index: number): boolean {
  return token.includes('@') && LETTER_BEHIND.test(text.slice(index + token.length, index + token.length + 2))
}

function englishOf(token: string): LeetWord | null {
  if (token.length > LONGEST_WORD) return null
  const inner = token.replace(ENDS, '')
  const isWord = isEnglish(WORD_WITHIN.exec(token)?.[1] ?? '')
  for (const each of inner === token ? [token] : [token, inner]) {
    if (!HAS_SIGN.test(each)) return null
    const word = readingOf(each)
    if (word === null) continue
    return { text: each === token ? word : word + token.slice(token.lastIndexOf(inner) + inner.length), isSure: !isWord && HAS_LETTER.test(each) && word.length >= LEET_LETTERS }
  }
  return null
}

function readingOf(token: string): string | null {
  let readings = ['']
  for (const character of token) {
    const letters = LETTERS[character] ?? (EITHER.includes(character) ? character + EITHER.replace(character, '') : character)
    if (letters.length === 1 || readings.length * letters.length > LEET_READINGS) for (let i = 0; i < readings.length; i++) readings[i] += letters[0]!
    else readings = [...letters].flatMap(letter => readings.map(reading => reading + letter))
  }
  return readings.find(reading => reading.length > 1 && isEnglish(reading)) ?? null
}

function spelt(token: string): string {
  const inner = token.replace(ENDS, '')
  if (!HAS_LETTER.test(inner) || !HAS_SIGN.test(inner)) return token
  let word = ''
  for (const character of inner) word += LETTERS[character]?.[0] ?? character
  return word
}
