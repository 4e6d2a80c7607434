import type { Mark } from './context-words.ts'
import { ENDING_LETTERS, SHARED_RUN, STEM_LETTERS, STEM_SHARE, TOPIC_LETTERS } from './defaults.ts'

const WORD = /[\p{Script=Han}々]+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+|\p{Script=Hangul}+|\p{Script=Thai}+|[\p{L}\p{M}\p{N}]+/gu
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af]/
const HIRAGANA = /^[\u3040-\u309f]+$/
const ARTICLE = /^(?:و|ف)?(?:ال|لل|بال|كال)(?=[\u0600-\u06ff]{3})/
const SHORT_RUN = 2
const SHORT_THAI = 4
/** Its words end in particles of a syllable. */
const HANGUL = /^[\uac00-\ud7af]+$/
const THAI = /[\u0e00-\u0e7f]/

/** Words that say what a stretch of text is about, in canonical form: those that no filler covers, without what is too short to mean anything. */
export function contentWords(text: string, from: number, to: number, marks: readonly Mark[]): string[] {
  return [...new Set(wordsOf(uncovered(text, from, to, marks)).filter(word => isTelling(word)))]
}

/** Words that may be names, in canonical form: those that no term covers, however short. */
export function nameWords(text: string, from: number, to: number, marks: readonly Mark[]): string[] {
  return wordsOf(uncovered(text, from, to, marks)).filter(word => word.length > 1 && !/\p{N}/u.test(word))
}

/** Words of scripts with spaces; runs of one script where there are none. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => word.replace(ARTICLE, ''))
}

function uncovered(text: string, from: number, to: number, marks: readonly Mark[]): string {
  let rest = ''
  let at = Math.max(0, from)
  for (const { start, end } of marks.filter(({ meaning: { kind } }) => kind !== 'topic' && kind !== 'member').sort((one, other) => one.start - other.start)) {
    if (end <= at || start >= to) continue
    rest += `${text.slice(at, Math.max(at, start))} `
    at = Math.max(at, end)
  }
  return rest + text.slice(at, Math.max(at, to))
}

function isTelling(word: string): boolean {
  if (/^\p{N}+$/u.test(word)) return false
  if (THAI.test(word)) return word.length >= SHORT_THAI
  if (HIRAGANA.test(word)) return word.length > SHORT_RUN + 1
  return word.length >= (UNSPACED.test(word) ? SHORT_RUN : TOPIC_LETTERS)
}

/** A prompt's words, to be asked for forms of words of the context. */
export class PromptWords {
  readonly #text: string
  #byBeginning: Map<string, Set<string>> | null = null

  /** @param text canonical */
  constructor(text: string) {
    this.#text = text
  }

  /** The prompt's form of a word of the context, as it stands in the prompt. */
  find(word: string): string | null {
    if (UNSPACED.test(word)) return this.#findRun(word)
    for (const candidate of (this.#byBeginning ??= byBeginning(this.#text)).get(word.slice(0, STEM_LETTERS)) ?? []) if (areForms(word, candidate)) return candidate
    return null
  }

  #findRun(run: string): string | null {
    if (HANGUL.test(run) && run.length > SHORT_RUN) return this.#text.includes(run.slice(0, -1)) ? run.slice(0, -1) : null
    const length = run.length < 4 ? run.length : Math.max(THAI.test(run) ? SHORT_THAI + 1 : SHORT_RUN + 1, Math.ceil(run.length * SHARED_RUN))
    for (let start = 0; start + length <= run.length; start++) {
      const piece = run.slice(start, start + length)
      if (this.#text.includes(piece)) return piece
    }
    return null
  }
}

function byBeginning(text: string): Map<string, Set<string>> {
  const words = new Map<string, Set<string>>()
  for (const word of wordsOf(text)) {
    if (UNSPACED.test(word)) continue
    const beginning = word.slice(0, STEM_LETTERS)
    const same = words.get(beginning)
    if (same === undefined) words.set(beginning, new Set([word]))
    else same.add(word)
  }
  return words
}

/** Whether two words, alike in their first letters, are forms of one: one goes on where the other ends, or they part near their ends. */
function areForms(one: string, other: string): boolean {
  if (one === other) return true
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  let shared = 0
  while (shared < short.length && short[shared] === long[shared]) shared++
  if (shared === short.length) return shared >= STEM_LETTERS && long.length - shared <= Math.min(ENDING_LETTERS, shared - 2)
  return shared > STEM_LETTERS && shared >= STEM_SHARE * long.length
}
