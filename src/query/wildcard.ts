import { fold } from './fold.ts'
import type { Pattern, Wildcard } from './pattern.ts'
import { literalOf } from './pattern.ts'

/** One stretch between two `*`: texts and `?`. `characters` counts code points, because `?` stands for one. */
interface Segment {
  readonly parts: readonly (string | 1)[]
  readonly characters: number
}

/**
 * A test for the whole of a text against a pattern, without case. Each stretch between two `*` is taken at the first place it fits
 * and never given back, so the cost is at most text length × pattern length.
 */
export function compileWildcard(pattern: Pattern): (text: string) => boolean {
  const literal = literalOf(pattern)
  if (literal !== null) {
    const folded = fold(literal)
    return text => fold(text) === folded
  }
  const segments = segmentsOf(pattern)
  const first = segments[0]!
  const last = segments.at(-1)!
  const middle = segments.slice(1, -1)
  return text => {
    const folded = fold(text)
    const start = fitsAt(folded, 0, first)
    if (start < 0) return false
    if (segments.length === 1) return start === folded.length
    const end = charactersBack(folded, last.characters)
    if (end < start || fitsAt(folded, end, last) < 0) return false
    let at = start
    for (const segment of middle) {
      at = findSegment(folded, at, segment)
      if (at < 0 || at > end) return false
    }
    return true
  }
}

/** A test for a text that contains the pattern, without case. */
export function compileContains(pattern: Pattern): (text: string) => boolean {
  const literal = literalOf(pattern)
  if (literal !== null) {
    const folded = fold(literal)
    return text => fold(text).includes(folded)
  }
  const star = { wildcard: '*' } as const
  return compileWildcard([star, ...pattern, star])
}

function segmentsOf(pattern: Pattern): Segment[] {
  const segments: (string | 1)[][] = [[]]
  for (const part of pattern) {
    if ('text' in part) segments.at(-1)!.push(fold(part.text))
    else if (part.wildcard === ('*' satisfies Wildcard)) segments.push([])
    else segments.at(-1)!.push(1)
  }
  return segments.map(parts => ({
    parts,
    characters: parts.reduce<number>((sum, part) => sum + (part === 1 ? 1 : characterCount(part)), 0),
  }))
}

/** Where the first fit at or after `from` ends; -1 when there is none. */
function findSegment(text: string, from: number, segment: Segment): number {
  const [first] = segment.parts
  if (first === undefined) return from
  if (typeof first === 'string') {
    for (let at = text.indexOf(first, from); at >= 0; at = text.indexOf(first, at + 1)) {
      const end = fitsAt(text, at, segment)
      if (end >= 0) return end
    }
    return -1
  }
  for (let at = from; at <= text.length; at = at < text.length ? nextCharacter(text, at) : at + 1) {
    const end = fitsAt(text, at, segment)
    if (end >= 0) return end
  }
  return -1
}

/** Where the segment ends when it starts at `at`; -1 when it does not fit there. */
function fitsAt(text: string, at: number, segment: Segment): number {
  for (const part of segment.parts) {
    if (part === 1) {
      if (at >= text.length) return -1
      at = nextCharacter(text, at)
    } else {
      if (!text.startsWith(part, at)) return -1
      at += part.length
    }
  }
  return at
}

function nextCharacter(text: string, at: number): number {
  return at + (text.codePointAt(at)! > 0xffff ? 2 : 1)
}

/** The index `count` characters before the end; negative when there are fewer. */
function charactersBack(text: string, count: number): number {
  let at = text.length
  for (; count > 0 && at > 0; count--) at -= isLowSurrogate(text, at - 1) && isHighSurrogate(text, at - 2) ? 2 : 1
  return count > 0 ? -1 : at
}

function characterCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

function isHighSurrogate(text: string, at: number): boolean {
  return at >= 0 && (text.charCodeAt(at) & 0xfc00) === 0xd800
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00
}
