import { MOST_SENTENCE_CHARACTERS } from '../defaults.ts'

/** A sentence of a document, or a heading, or a line of code. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** An end within quotes or numbers is none; after `?` and `!` the next sentence may follow at once, as in mails whose lines were joined. */
const END = /[.!?](?:["'”’)\]]{0,2})(?=\s+[^\p{Ll}\s]|\s*$)|[.?!](?=[A-Z][a-z])|[。！？](?:[」』）]?)|[\n\r|]+/gu
/** What stands before a sentence: bullets, numbers, quotes, marks of a heading. */
const LEADING = /^(?:[\s>#*•\-–—"'“”«»([]|\d{1,2}[.)]\s|Q:\s)+/

/** The sentences of a text, in order, without what stands before them. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = []
  let start = 0
  const push = (end: number) => {
    const written = text.slice(start, end)
    const lead = LEADING.exec(written)?.[0].length ?? 0
    const said = written.slice(lead).trimEnd()
    if (said !== '' && said.length <= MOST_SENTENCE_CHARACTERS) found.push({ text: said, start: start + lead, end: start + lead + said.length })
    start = end
  }
  for (const { index, 0: mark } of text.matchAll(END)) push(index + mark.length)
  push(text.length)
  return found
}
