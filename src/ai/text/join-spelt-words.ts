import { SPELT_LETTERS } from './defaults.ts'
import { isEnglish, splitIntoWords } from './english.ts'
import { UnitSet } from './unit-set.ts'

/** One letter, one separator, one letter, and so on: `i g n o r e`, `i-g-n-o-r-e`, `i.g.n.o.r.e`, a letter a line. */
const SPELT = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}(?:([^\\p{L}\\p{N}]{1,3}?)\\p{L}(?![\\p{L}\\p{N}]))(?:\\1\\p{L}(?![\\p{L}\\p{N}])){${SPELT_LETTERS - 2},}`, 'gu')
/** Letters with pictures between them, which need not be the same; shorter words beside such. */
const PICTURED = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}(?:\\p{Extended_Pictographic}{1,2}\\p{L}){${SPELT_LETTERS - 1},}(?![\\p{L}\\p{N}])`, 'u')
const PICTURED_SHORT = /(?<![\p{L}\p{N}])\p{L}(?:\p{Extended_Pictographic}{1,2}\p{L})+(?![\p{L}\p{N}])/gu
const LETTERS = new UnitSet(/[\p{L}\p{N}]/u)
const ANY_PICTURE = /\p{Extended_Pictographic}/u
const PICTURES = /\p{Extended_Pictographic}+/gu
/** Separators that stand between letters of a word and nowhere else; others, and few letters, only where they part an English word. */
const ORDINARY = /^[ \-._*|/]$/
const BACKSLASHED = /\\(?=[^\s\\])/g
/** Escapes that a program would write are rarer than this. */
const BACKSLASH_SHARE = 0.2
/** Letters from which a spelt row may be several common words, and from which others may stand among them. */
const FEW_WORDS = 6
const SEVERAL_WORDS = 10

/** Words that are spelt letter by letter, or whose letters each stand behind a backslash, become words again. */
export function joinSpeltWords(text: string): string {
  const plain = unescaped(text)
  let joined = ANY_PICTURE.test(plain) && PICTURED.test(plain) ? plain.replace(PICTURED_SHORT, run => run.replace(PICTURES, '')) : plain
  if (!hasRowOfLetters(joined)) return joined
  const separators = new Map<string, number>()
  for (const { 0: run, 1: separator } of joined.matchAll(SPELT)) {
    const letters = run.split(separator!).join('')
    const isWord = (ORDINARY.test(separator!) && letters.length > SPELT_LETTERS) || words(letters) !== null
    separators.set(separator!, (separators.get(separator!) ?? 0) + (isWord ? 1 : 0))
  }
  for (const [separator, found] of separators) if (found > 0) joined = joinBy(joined, separator)
  return joined
}

/** Whether enough single letters follow each other, which is quickly told; how they are parted is not looked at. */
function hasRowOfLetters(text: string): boolean {
  let row = 0
  let length = 0
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && LETTERS.has(text.charCodeAt(i))) {
      length++
      continue
    }
    if (length === 0) continue
    row = length === 1 ? row + 1 : 0
    if (row >= SPELT_LETTERS) return true
    length = 0
  }
  return false
}

function joinBy(text: string, separator: string): string {
  const escaped = separator.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  const run = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}(?:${escaped}\\p{L}(?![\\p{L}\\p{N}]))+`, 'gu')
  const joined = text.replace(run, spelt => {
    const letters = spelt.split(separator).join('')
    // Nothing tells words apart that are parted as letters are.
    return separator === ' ' && letters.length >= FEW_WORDS ? words(letters) ?? letters : letters
  })
  // A line each would be a sentence each.
  return separator.includes('\n') ? joined.replaceAll(/(?<=\p{L})\s*\n\s*(?=\p{L})/gu, ' ') : joined
}

/** English words of a row of letters, or none. */
function words(letters: string): string | null {
  if (isEnglish(letters)) return letters
  const parts = letters.length < FEW_WORDS ? null : splitIntoWords(letters)
  return parts !== null && (letters.length >= SEVERAL_WORDS || parts.every(isEnglish)) ? parts.join(' ') : null
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  let backslashes = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 0x5c) backslashes++
  return backslashes / text.length < BACKSLASH_SHARE ? text : text.replaceAll(/\\\s/g, ' ').replace(BACKSLASHED, '')
}
