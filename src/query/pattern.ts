/**
 * A value with wildcards: `*` any characters, also none; `?` exactly one. No two texts and no two `*` stand side by side; texts are not
 * empty.
 */
export type Pattern = readonly PatternPart[]

export type PatternPart = { readonly text: string } | { readonly wildcard: Wildcard }

export type Wildcard = '*' | '?'

/** The pattern that only the text itself matches. */
export function literalPattern(text: string): Pattern {
  return text === '' ? [] : [{ text }]
}

/** The text of a pattern without wildcards, else null. */
export function literalOf(pattern: Pattern): string | null {
  if (pattern.length === 0) return ''
  const [first] = pattern
  return pattern.length === 1 && first !== undefined && 'text' in first ? first.text : null
}

/** True for `*` alone, which everything matches. */
export function isAny(pattern: Pattern): boolean {
  const [first] = pattern
  return pattern.length === 1 && first !== undefined && 'wildcard' in first && first.wildcard === '*'
}

/** Collects characters and wildcards into a pattern, in the one form its type promises. */
export class PatternBuilder {
  readonly #parts: PatternPart[] = []
  #text = ''

  addText(text: string): void {
    this.#text += text
  }

  addWildcard(wildcard: Wildcard): void {
    const last = this.#parts.at(-1)
    if (this.#text === '' && wildcard === '*' && last !== undefined && 'wildcard' in last && last.wildcard === '*') return
    this.#closeText()
    this.#parts.push({ wildcard })
  }

  build(): Pattern {
    this.#closeText()
    return this.#parts
  }

  #closeText(): void {
    if (this.#text === '') return
    this.#parts.push({ text: this.#text })
    this.#text = ''
  }
}
