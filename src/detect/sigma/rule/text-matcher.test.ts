import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { compileText } from './text-matcher.ts'
import { joinParts, MANY, ONE, parsePattern, type TextPattern } from './text-pattern.ts'

const part = fc.oneof(fc.constantFrom('a', 'b', 'ab', '\n', '😀', 'é', '.', '\\'), fc.constantFrom(MANY, ONE))
const pattern = fc.array(part, { maxLength: 7 }).map(joinParts)
const text = fc.array(fc.constantFrom('a', 'b', 'ab', '\n', '😀', 'é', '.', '\\'), { maxLength: 10 }).map(parts => parts.join(''))

/** The same pattern as a regular expression over characters; it may take long, but is plainly right. */
function oracle(parts: TextPattern): RegExp {
  const source = parts.map(each => (typeof each !== 'string' ? each.wildcard === '*' ? '.*' : '.' : each.replace(/[.\\]/g, '\\$&'))).join('')
  return new RegExp(`^(?:${source})$`, 'su')
}

test('a pattern matches exactly when the regular expression of the same meaning does', () => {
  fc.assert(fc.property(pattern, text, (parts, each) => {
    expect(compileText(parts).test(each)).toBe(oracle(parts).test(each))
  }), { numRuns: byDepth(2_000, 30_000, 1_000_000) })
})

test('what is found lies within the text, and is found exactly when the pattern matches', () => {
  fc.assert(fc.property(pattern, text, (parts, each) => {
    const { test: matches, find } = compileText(parts)
    const place = find(each)
    expect(place !== null).toBe(matches(each))
    if (place !== null) expect(0 <= place.from && place.from <= place.to && place.to <= each.length).toBe(true)
  }), { numRuns: byDepth(500, 5_000, 100_000) })
})

test('a pattern of many wildcards takes no more than the product of the lengths', () => {
  const started = performance.now()
  expect(compileText(parsePattern(`${'*a?'.repeat(200)}b`)).test('a'.repeat(20_000))).toBe(false)
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a text of a rule is read by the rules of escaping', () => {
  const raw = String.raw
  expect([raw`a*b`, raw`a\*b`, raw`a\\*b`, raw`a\\\*b`, raw`\a`, raw`\\a`, raw`\\\\a`, '', '**', raw`\\`, '\\'].map(parsePattern)).toEqual([
    ['a', MANY, 'b'], ['a*b'], ['a\\', MANY, 'b'], ['a\\*b'], ['\\a'], ['\\a'], ['\\\\a'], [], [MANY], ['\\'], ['\\'],
  ])
})
