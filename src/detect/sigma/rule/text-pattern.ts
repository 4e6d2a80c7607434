/** A run of characters, or one of the two wildcards. */
export type PatternPart = string | Wildcard

export interface Wildcard {
  readonly wildcard: '*' | '?'
}

/** Any number of characters, also none. */
export const MANY: Wildcard = { wildcard: '*' }

/** Exactly one character. */
export const ONE: Wildcard = { wildcard: '?' }

/** Text with wildcards: neighbouring texts are joined, `**` is `*`. */
export type TextPattern = readonly PatternPart[]

/**
 * Reads a string of a rule (specification, "Escape Character"): `*` and `?` are wildcards; a backslash takes the meaning from a
 * wildcard or from another backslash after it; before anything else it stands for itself.
 */
export function parsePattern(written: string): TextPattern {
  if (!/[*?\\]/.test(written)) return written === '' ? [] : [written]
  const parts: PatternPart[] = []
  for (let i = 0; i < written.length; i++) {
    const character = written[i]!
    const next = written[i + 1]
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      parts.push(next)
      i++
    } else {
      parts.push(character === '*' ? MANY : character === '?' ? ONE : character)
    }
  }
  return joinParts(parts)
}

export function literalPattern(text: string): TextPattern {
  return text === '' ? [] : [text]
}

/** The text of a pattern without wildcards; null when it has any. */
export function literalText(pattern: TextPattern): string | null {
  if (pattern.length === 0) return ''
  return pattern.length === 1 && typeof pattern[0] === 'string' ? pattern[0] : null
}

/** Brings a sequence of parts into the one form that a pattern has. */
export function joinParts(parts: readonly PatternPart[]): TextPattern {
  const joined: PatternPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part === '' || (part === MANY && last === MANY)) continue
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
    else joined.push(part)
  }
  return joined
}

/** Changes the texts of a pattern and leaves its wildcards. */
export function mapText(pattern: TextPattern, change: (text: string) => string): TextPattern {
  return joinParts(pattern.map(part => (typeof part === 'string' ? change(part) : part)))
}
