/** What prose has of these is under one in twenty-five; code, tables and addresses have many. */
const SIGN = /[{}=<>;|[\]()_/\\"`#*+$@&^~]/g
const MOST_SIGNS = 0.04
const LEAST_LETTERS = 0.85
/** In letters of an alphabet: what a character of a denser script says counts for more. */
const LEAST_CHARACTERS = 40
const LEAST_WORDS = 6
/** Scripts that set no spaces between words; a word has about two of their characters, and says about as much as five letters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/gu
/** Of Korean, which sets spaces, a character is a syllable of two or three letters, and its words are long. */
const HANGUL = /\p{Script=Hangul}/gu
const LATIN = /\p{Script=Latin}/gu
const MOST_LATIN = 0.1
const PUNCTUATION = /[、，。！？・「」『』（）：；]/g

/** Whether a stretch reads as sentences: code, tables and lists of names are full of words that are orders elsewhere. */
export function isProse(text: string): boolean {
  if (/ {3}/.test(text)) return false
  const unspaced = count(text, UNSPACED)
  const hangul = count(text, HANGUL)
  if (text.length + 1.5 * unspaced + hangul < LEAST_CHARACTERS) return false
  // Codes, addresses and paths are long without being such a script.
  if (/\S{30}/.test(unspaced === 0 ? text : text.replaceAll(UNSPACED, ' '))) return false
  const words = count(unspaced === 0 ? text : text.replaceAll(UNSPACED, ' '), /[\p{L}']{2,}/gu) + unspaced / 2 + hangul / 4
  return words >= LEAST_WORDS && (count(text, /[\p{L} ー]/gu) + count(text, PUNCTUATION)) / text.length >= LEAST_LETTERS && signs(text) <= MOST_SIGNS
}

/** The same of what people see: between words of a script without spaces, many Latin ones are names from code. */
export function isSeenProse(text: string): boolean {
  return isProse(text) && (count(text, UNSPACED) === 0 || count(text, LATIN) / Math.max(1, count(text, /\p{L}/gu)) <= MOST_LATIN)
}

/** The same for the few words of a signature, in one paragraph. */
export function isProseHit(text: string): boolean {
  return signs(text) <= MOST_SIGNS && !/\n\s*\n| {3}/.test(text)
}

function signs(text: string): number {
  return count(text, SIGN) / Math.max(1, text.length)
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
