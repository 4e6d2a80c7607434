import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { ByteBudget } from './byte-budget.ts'
import { MAX_PENDING_BYTES } from './defaults.ts'
import { StreamAssembler } from './stream-assembler.ts'

const BUDGET = 1_000_000

function assembled(start: number, segments: readonly (readonly [number, string])[]) {
  const budget = new ByteBudget(BUDGET)
  const out: string[] = []
  const assembler = new StreamAssembler(budget, { data: bytes => out.push(Buffer.from(bytes).toString('latin1')), gap: bytes => out.push(`[${bytes}]`) })
  assembler.start(start)
  for (const [offset, text] of segments) assembler.accept((start + offset) >>> 0, Buffer.from(text, 'latin1'))
  assembler.end()
  return { text: out.join(''), left: budget.left }
}

describe('StreamAssembler', () => {
  test.each([
    ['in order', [[0, 'ab'], [2, 'cd']], 'abcd'],
    ['out of order', [[2, 'cd'], [4, 'ef'], [0, 'ab']], 'abcdef'],
    ['sent again', [[0, 'ab'], [0, 'xy'], [2, 'cd']], 'abcd'],
    ['what was sent first wins, delivered', [[0, 'abc'], [1, 'xyd']], 'abcd'],
    ['what was sent first wins, held', [[2, 'cd'], [0, 'abxye']], 'abcde'],
    ['what was sent first wins, held on both sides', [[2, 'c'], [4, 'e'], [1, 'xyzwvf'], [0, 'a']], 'axczevf'],
    ['a gap is told', [[0, 'ab'], [5, 'f']], 'ab[3]f'],
    ['what precedes the start is left', [[-2, 'xyab'], [2, 'c']], 'abc'],
  ] as const)('%s', (_, segments, expected) => {
    for (const start of [0, 1_000, 0xffff_fffe]) expect(assembled(start, segments)).toEqual({ text: expected, left: BUDGET })
  })

  test('gives up a gap when too much is held behind it', () => {
    const piece = 'x'.repeat(MAX_PENDING_BYTES / 4)
    const { text, left } = assembled(7, [1, 2, 3, 4, 5].map(number => [number * piece.length, piece] as const))
    expect([text.slice(0, 7), text.length, left]).toEqual(['[65536]', 7 + 5 * piece.length, BUDGET])
  })

  test('whatever comes in whatever order, the first of each byte is delivered once', () => {
    const segment = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 12 }))
    fc.assert(fc.property(fc.array(segment, { maxLength: 30 }), fc.constantFrom(0, 5, 0xffff_fff0), (segments, start) => {
      const bytes: string[] = []
      for (const [offset, text] of segments) for (let i = 0; i < text.length; i++) bytes[offset + i] ??= text[i]!
      let expected = ''
      let missing = 0
      for (let at = 0; at < bytes.length; at++) {
        if (bytes[at] === undefined) {
          missing++
          continue
        }
        expected += missing > 0 ? `[${missing}]${bytes[at]}` : bytes[at]
        missing = 0
      }
      expect(assembled(start, segments)).toEqual({ text: expected, left: BUDGET })
    }), { numRuns: byDepth(300, 5_000, 100_000) })
  })
})
