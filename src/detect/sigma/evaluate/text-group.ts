import { compileText } from '../rule/text-matcher.ts'
import { MANY, type TextPattern } from '../rule/text-pattern.ts'
import { needleOf, type EventText } from './event-text.ts'

export type TextTestFunction = (text: EventText) => boolean

/**
 * Whether a text matches any of many patterns: lists of hundreds of names are common. Equal to trying each pattern by itself, which a
 * property test holds it to; only quicker.
 */
export function compileTextGroup(patterns: readonly TextPattern[]): TextTestFunction {
  const whole: string[] = []
  const ends: string[] = []
  const starts: string[] = []
  const inside: string[] = []
  const others: TextPattern[] = []
  for (const pattern of patterns) {
    const [first, second, third] = pattern
    if (pattern.length === 0) whole.push('')
    else if (pattern.length === 1 && typeof first === 'string') whole.push(first)
    else if (pattern.length === 2 && first === MANY && typeof second === 'string') ends.push(second)
    else if (pattern.length === 2 && typeof first === 'string' && second === MANY) starts.push(first)
    else if (pattern.length === 3 && first === MANY && typeof second === 'string' && third === MANY) inside.push(second)
    else others.push(pattern)
  }
  return anyTest([
    ...wholeTests(whole),
    ...endTests(ends, (text, length) => text.slice(-length), (text, end) => text.endsWith(end)),
    ...endTests(starts, (text, length) => text.slice(0, length), (text, start) => text.startsWith(start)),
    ...inside.map(insideTest),
    ...others.map(otherTest),
  ])
}

/** From this many texts on a look-up is cheaper than trying each. */
const LOOK_UP_FROM = 4

function wholeTests(texts: readonly string[]): TextTestFunction[] {
  if (texts.length < LOOK_UP_FROM) return texts.map(text => each => each.text === text)
  const known = new Set(texts)
  return [each => known.has(each.text)]
}

/** Texts that begin or end so, found by what the shortest of them leaves visible. */
function endTests(
  texts: readonly string[],
  cut: (text: string, length: number) => string,
  test: (text: string, end: string) => boolean,
): TextTestFunction[] {
  if (texts.length < LOOK_UP_FROM) return texts.map(end => each => test(each.text, end))
  const length = Math.min(...texts.map(end => end.length))
  const byCut = Map.groupBy(texts, end => cut(end, length))
  return [each => byCut.get(cut(each.text, length))?.some(end => test(each.text, end)) ?? false]
}

function insideTest(literal: string): TextTestFunction {
  const needle = needleOf(literal)
  return each => each.mayContain(needle) && each.text.includes(literal)
}

/** Every text of a pattern must occur in what it matches. */
function otherTest(pattern: TextPattern): TextTestFunction {
  const { test } = compileText(pattern)
  const texts = pattern.filter(part => typeof part === 'string')
  const needle = needleOf(texts.reduce((longest, part) => (part.length > longest.length ? part : longest), ''))
  return each => each.mayContain(needle) && test(each.text)
}

function anyTest(tests: readonly TextTestFunction[]): TextTestFunction {
  const [only] = tests
  if (tests.length === 1 && only !== undefined) return only
  return each => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!(each)) return true
    return false
  }
}
