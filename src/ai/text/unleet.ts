import { LEET_LETTERS, LEET_READINGS, LONGEST_WORD } from './defaults.ts'
import { isEnglish } from './english.ts'
import { UnitSet } from './unit-set.ts'

/** What a sign may stand for, the likeliest first. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'il', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'gb', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '!': 'il', '|': 'li', '+': 't', '€': 'e', '£': 'le', '¢': 'c', '¥': 'y', '(': 'c', '#': 'h',
}
const HAS_LETTER = /\p{L}/u
const HAS_SIGN = /[0-9@$!|+€£¢¥(#]/
const SIGNS = new Set([...'0123456789@$!|+€£¢¥(#'].map(sign => sign.charCodeAt(0)))
/** Letters and numbers beyond small ASCII letters and digits; what needs two units, pictures above all, is none. */
const OTHER_LETTERS = new UnitSet(/[A-Z]|(?![\u0000-\u007f])[\p{L}\p{N}]/u)
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
  const tokens = tokensWithSigns(text)
  if (tokens.length === 0) return { text, unleeted: text, words: 0 }
  const known = new Map<string, LeetWord | null>()
  let sure = 0
  for (const { token, isAddress } of tokens) {
    if (isAddress || known.has(token) || !MAY_BE_WORD.test(token)) continue
    const word = englishOf(token)
    known.set(token, word)
    if (word?.isSure === true) sure++
  }
  let read = ''
  let unleeted = ''
  let from = 0
  for (const { token, start, isAddress } of tokens) {
    const word = isAddress ? null : known.get(token) ?? null
    const taken = word !== null && (word.isSure || sure > 1) ? word.text : token
    const between = text.slice(from, start)
    read += between + taken
    unleeted += between + spelt(taken)
    from = start + token.length
  }
  const rest = text.slice(from)
  return { text: read + rest, unleeted: unleeted + rest, words: sure }
}

interface Token {
  readonly token: string
  readonly start: number
  /** A mail address: no word. */
  readonly isAddress: boolean
}

/** Rows of letters, digits and signs, two and more, one of them a digit or sign. */
function tokensWithSigns(text: string): Token[] {
  const tokens: Token[] = []
  let start = 0
  let signs = 0
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    if (code >= 0x61 && code <= 0x7a) continue
    if (SIGNS.has(code)) {
      signs++
      continue
    }
    if (OTHER_LETTERS.has(code)) continue
    if (signs > 0 && i - start > 1) {
      const token = text.slice(start, i)
      tokens.push({ token, start, isAddress: token.includes('@') && LETTER_BEHIND.test(text.slice(i, i + 2)) })
    }
    start = i + 1
    signs = 0
  }
  return tokens
}

interface LeetWord {
  readonly text: string
  /** By itself, without others beside it. */
  readonly isSure: boolean
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
