import { MANY, type PatternPart, type TextPattern } from './text-pattern.ts'

/** A place in a text: characters [from, to). */
export interface Place {
  readonly from: number
  readonly to: number
}

/** A compiled pattern. Case and dashes are the caller's: both sides are brought into one form first. */
export interface TextMatcher {
  test(text: string): boolean
  /** Where the pattern's own characters stand; null when it does not match. */
  find(text: string): Place | null
}

/**
 * Compiles a pattern that must cover the whole text. Time is at most the product of the lengths of text and pattern, and the length of
 * the text for patterns without `?`.
 */
export function compileText(pattern: TextPattern): TextMatcher {
  const simple = compileSimple(pattern)
  if (simple !== null) return simple
  const open = { start: pattern[0] === MANY, end: pattern.at(-1) === MANY }
  const runs = splitRuns(pattern)
  const find = (text: string) => findRuns(text, runs, open)
  return { test: text => find(text) !== null, find }
}

/** The forms that nearly all patterns have. */
function compileSimple(pattern: TextPattern): TextMatcher | null {
  const [first, second, third] = pattern
  if (pattern.length === 0) return matcher(text => text === '', () => 0, 0)
  if (pattern.length === 1 && first === MANY) return matcher(() => true, () => 0, 0)
  if (pattern.length === 1 && typeof first === 'string') return matcher(text => text === first, () => 0, first.length)
  if (pattern.length === 2 && typeof first === 'string' && second === MANY) {
    return matcher(text => text.startsWith(first), () => 0, first.length)
  }
  if (pattern.length === 2 && first === MANY && typeof second === 'string') {
    return matcher(text => text.endsWith(second), text => text.length - second.length, second.length)
  }
  if (pattern.length === 3 && first === MANY && typeof second === 'string' && third === MANY) {
    return matcher(text => text.includes(second), text => text.indexOf(second), second.length)
  }
  return null
}

function matcher(test: (text: string) => boolean, start: (text: string) => number, length: number): TextMatcher {
  return { test, find: text => (test(text) ? { from: start(text), to: start(text) + length } : null) }
}

/** What stands between two `*`: texts and `?`. */
interface Run {
  readonly parts: readonly PatternPart[]
  /** Fewest and most UTF-16 units it covers: a `?` is one character, of one unit or two. */
  readonly least: number
  readonly most: number
}

function splitRuns(pattern: TextPattern): Run[] {
  const runs: PatternPart[][] = [[]]
  for (const part of pattern) {
    if (part === MANY) runs.push([])
    else runs.at(-1)!.push(part)
  }
  return runs.filter(run => run.length > 0).map(parts => ({
    parts,
    least: parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0),
    most: parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 2), 0),
  }))
}

/** Each run at the first place after the one before it; that is enough, because `*` takes whatever is left between. */
function findRuns(text: string, runs: readonly Run[], open: { start: boolean; end: boolean }): Place | null {
  let from: number | null = null
  let position = 0
  for (const [index, run] of runs.entries()) {
    const isLast = index === runs.length - 1 && !open.end
    const isFirst = index === 0 && !open.start
    const place = isFirst ? runAt(text, 0, run) : isLast ? lastRun(text, position, run) : firstRun(text, position, run)
    if (place === null || (isFirst && isLast && place.to !== text.length)) return null
    from ??= place.from
    position = place.to
  }
  return { from: from ?? 0, to: position }
}

function firstRun(text: string, position: number, run: Run): Place | null {
  const [head] = run.parts
  for (let start = position; start <= text.length - run.least; start++) {
    if (typeof head === 'string') {
      start = text.indexOf(head, start)
      if (start < 0) return null
    } else if (isInsidePair(text, start)) continue
    const place = runAt(text, start, run)
    if (place !== null) return place
  }
  return null
}

/** The run that ends where the text ends. */
function lastRun(text: string, position: number, run: Run): Place | null {
  for (let start = text.length - run.least; start >= Math.max(position, text.length - run.most); start--) {
    if (typeof run.parts[0] !== 'string' && isInsidePair(text, start)) continue
    const place = runAt(text, start, run)
    if (place?.to === text.length) return place
  }
  return null
}

function runAt(text: string, start: number, run: Run): Place | null {
  let at = start
  for (const part of run.parts) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, at)) return null
      at += part.length
    } else {
      if (at >= text.length) return null
      at += text.codePointAt(at)! > 0xffff ? 2 : 1
    }
  }
  return { from: start, to: at }
}

/** Whether the position is between the two halves of one character. */
function isInsidePair(text: string, position: number): boolean {
  return position > 0 && text.codePointAt(position - 1)! > 0xffff
}
