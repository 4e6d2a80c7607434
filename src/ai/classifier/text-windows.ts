import { LONGEST_STEP, SENTENCE_CHARACTERS, STRETCHES, WINDOW_CHARACTERS } from './defaults.ts'

/** A piece of a text that is judged by itself: characters from `start` up to `end`. */
export interface TextWindow {
  readonly start: number
  readonly end: number
}

const SENTENCE_END = /[.!?](?=\s|$)|[。！？؟।\n]+/g

/**
 * What of a text is judged: each sentence, each with its successor, runs of sentences of up to `WINDOW_CHARACTERS`, and the stretches of long sentences; a short
 * text also as a whole. So one hostile sentence is seen among a hundred others, also where no mark parts it from them, and a thought that takes two sentences too.
 */
export function textWindows(text: string): TextWindow[] {
  const sentences = sentencesOf(text)
  const windows: TextWindow[] = text.length <= WINDOW_CHARACTERS || sentences.length === 1 ? [{ start: 0, end: text.length }] : []
  for (const sentence of sentences) windows.push(...stretchesOf(text, sentence))
  if (sentences.length === 1) return windows
  for (const [index, { start, end }] of sentences.entries()) {
    windows.push({ start, end })
    const next = sentences[index + 1]
    if (next !== undefined && sentences.length > 2) windows.push({ start, end: next.end })
    let last = index + 2
    while (last < sentences.length && sentences[last]!.end - start <= WINDOW_CHARACTERS) last++
    if (last > index + 2 && (last < sentences.length || text.length > WINDOW_CHARACTERS) && index % 2 === 0) windows.push({ start, end: sentences[last - 1]!.end })
  }
  return windows
}

/** Overlapping runs of words of a sentence that is longer than they are. */
function* stretchesOf(text: string, { start, end }: TextWindow): Iterable<TextWindow> {
  for (const { length, step } of STRETCHES) {
    if (end - start < 1.5 * length) continue
    for (let at = start; ; at += step) {
      const from = at === start ? start : nextWord(text, at)
      const to = Math.min(end, nextWord(text, from + length))
      yield { start: from, end: to }
      if (to === end) break
    }
  }
}

/** Where the next word begins; where no space is near, the place itself. */
function nextWord(text: string, at: number): number {
  const space = text.slice(at, at + LONGEST_STEP).indexOf(' ')
  return space < 0 ? at : at + space
}

function sentencesOf(text: string): TextWindow[] {
  const sentences: TextWindow[] = []
  let start = 0
  const close = (end: number) => {
    if (end > start) sentences.push({ start, end })
    start = end
  }
  for (const { index, 0: mark } of text.matchAll(SENTENCE_END)) {
    const end = index + mark.length
    if (end - start >= SENTENCE_CHARACTERS) close(end)
    // Text without an end in sight.
    while (end - start > WINDOW_CHARACTERS) close(start + WINDOW_CHARACTERS)
  }
  while (text.length - start > 2 * WINDOW_CHARACTERS) close(start + WINDOW_CHARACTERS)
  close(text.length)
  return sentences.length === 0 ? [{ start: 0, end: text.length }] : sentences
}
