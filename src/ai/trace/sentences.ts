import { SENTENCE_CHARACTERS } from './defaults.ts'

export interface Sentence {
  readonly text: string
  /** Characters from the beginning. */
  readonly start: number
}

const END = /[.!?؟।](?=["'”’)\]]*(?:\s|$))["'”’)\]]*|[。！？][」』）]*|\n+/g
/** Full stops that end no sentence: before names, and where the text goes on in small letters. */
const TITLE = /\b(?:mr|mrs|ms|dr|prof|st)\.$/i
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|vs|no|nos|fig|dr|mr|mrs|ms|prof|st|approx|inc|ltd|cf|p|pp|vol|ed)|\b[A-Z]|\d)\.$/i

/** Sentences with where they begin, in any script; lines end sentences. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = []
  let from = 0
  const close = (to: number) => {
    const piece = text.slice(from, to)
    const trimmed = piece.trim()
    if (trimmed !== '') found.push({ text: trimmed, start: from + piece.indexOf(trimmed[0]!) })
    from = to
  }
  for (const { index, 0: mark } of text.matchAll(END)) {
    const end = index + mark.length
    while (end - from > SENTENCE_CHARACTERS) close(cutAt(text, from))
    const before = text.slice(Math.max(from, index - 8), index + 1)
    if (mark.startsWith('.') && (TITLE.test(before) || (ABBREVIATION.test(before) && /^\s*[\p{Ll}\d]/u.test(text.slice(end, end + 4))))) continue
    close(end)
  }
  while (text.length - from > SENTENCE_CHARACTERS) close(cutAt(text, from))
  close(text.length)
  return found
}

function cutAt(text: string, from: number): number {
  const space = text.lastIndexOf(' ', from + SENTENCE_CHARACTERS)
  return space > from ? space + 1 : from + SENTENCE_CHARACTERS
}
