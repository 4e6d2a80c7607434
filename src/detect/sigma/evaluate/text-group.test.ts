import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { compileText } from '../rule/text-matcher.ts'
import { joinParts, MANY, ONE } from '../rule/text-pattern.ts'
import { EventText, needleOf } from './event-text.ts'
import { compileTextGroup } from './text-group.ts'

const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'abc', '\\x.exe', 'é', '')
const pattern = fc.oneof(
  word.map(each => joinParts([each])),
  word.map(each => joinParts([MANY, each])),
  word.map(each => joinParts([each, MANY])),
  word.map(each => joinParts([MANY, each, MANY])),
  fc.array(fc.oneof(word, fc.constantFrom(MANY, ONE)), { maxLength: 5 }).map(joinParts),
)
const text = fc.array(word, { maxLength: 6 }).map(words => words.join(''))

test('a group of patterns holds exactly when one of them does', () => {
  fc.assert(fc.property(fc.array(pattern, { maxLength: 20 }), text, (patterns, each) => {
    expect(compileTextGroup(patterns)(new EventText(each))).toBe(patterns.some(one => compileText(one).test(each)))
  }), { numRuns: byDepth(1_000, 20_000, 500_000) })
})

test('a sketch never denies what a text contains', () => {
  const some = fc.string({ unit: fc.constantFrom('a', 'B', '\\', 'é', '😀', '狼', '\ud800') })
  fc.assert(fc.property(some, some, some, (before, inside, after) => {
    expect(new EventText(before + inside + after).mayContain(needleOf(inside))).toBe(true)
  }), { numRuns: byDepth(300, 5_000, 100_000) })
})
