/** What prose has of these is under one in twenty-five; code, tables and addresses have many. */
const SIGN = /[{}=<>;|[\]()_/\\"`#*+$@&^~]/g
const MOST_SIGNS = 0.04
const LEAST_LETTERS = 0.85
const LEAST_CHARACTERS = 40
const LEAST_WORDS = 6

/** Whether a stretch reads as sentences: code, tables and lists of names are full of words that are orders elsewhere. */
export function isProse(text: string): boolean {
  if (text.length < LEAST_CHARACTERS || /\S{30}| {3}/.test(text)) return false
  return count(text, /[\p{L}']{2,}/gu) >= LEAST_WORDS && count(text, /[\p{L} ]/gu) / text.length >= LEAST_LETTERS && signs(text) <= MOST_SIGNS
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
