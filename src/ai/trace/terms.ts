const RUN = /[\p{L}\p{M}\p{N}]+(?:[.,:/'’-][\p{L}\p{M}\p{N}]+)*/gu
/** Scripts that are written without spaces. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]/
const UNSPACED_RUNS = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+/g
const ENDINGS = /(?:ies|es|s|ing|ed|ly)$/

/** What a sentence is compared by. */
export interface Terms {
  /** Words in order; of scripts without spaces, pairs of characters. */
  readonly words: readonly string[]
  /** Numbers, as they must stand in a source: without separators of thousands. */
  readonly numbers: readonly string[]
}

export function termsOf(text: string): Terms {
  const words: string[] = []
  const numbers: string[] = []
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!UNSPACED.test(run)) {
      pushWord(run, words, numbers)
      continue
    }
    for (const [piece] of run.matchAll(UNSPACED_RUNS)) {
      if (!UNSPACED.test(piece)) pushWord(piece, words, numbers)
      else for (let at = 0; at + 1 < piece.length || at === 0; at++) words.push(piece.slice(at, at + 2))
    }
  }
  return { words, numbers }
}

function pushWord(run: string, words: string[], numbers: string[]): void {
  if (/^\d[\d.,]*$/.test(run)) {
    const number = run.replaceAll(/,(?=\d{3})/g, '').replace(/\.0+$/, '')
    numbers.push(number)
    words.push(number)
  } else {
    for (const part of run.split(/[.,:/'’-]/)) if (part !== '') words.push(part.length > 5 && /^[a-z]+$/.test(part) ? part.replace(ENDINGS, '') : part)
  }
}
