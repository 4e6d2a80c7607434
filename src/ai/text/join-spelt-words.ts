import { SPELT_LETTERS } from './defaults.ts'

/** One letter, one separator, one letter, and so on: `i g n o r e`, `i-g-n-o-r-e`, `i.g.n.o.r.e`. */
const SPELT = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}(?:([ \\-._*|/])\\p{L})(?:\\1\\p{L}){${SPELT_LETTERS - 2},}(?![\\p{L}\\p{N}])`, 'gu')
/** Shorter words beside those. */
const SPELT_SHORT = /(?<![\p{L}\p{N}])\p{L}(?:([._*|/-])\p{L})(?:\1\p{L})*(?![\p{L}\p{N}])/gu
const BACKSLASHED = /\\(?=[^\s\\])/g
/** Escapes that a program would write are rarer than this. */
const BACKSLASH_SHARE = 0.2

/** Words that are spelt letter by letter, or whose letters each stand behind a backslash, become words again. */
export function joinSpeltWords(text: string): string {
  const plain = unescaped(text)
  const joined = plain.replace(SPELT, (run, separator: string) => run.split(separator).join(''))
  return joined === plain ? plain : joined.replace(SPELT_SHORT, (run, separator: string) => run.split(separator).join(''))
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  let backslashes = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 0x5c) backslashes++
  return backslashes / text.length < BACKSLASH_SHARE ? text : text.replaceAll(/\\\s/g, ' ').replace(BACKSLASHED, '')
}
