import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { compileQuery } from './compile-query.ts'
import { fieldEvent } from '../../test/field-event.ts'
import { formatQuery } from './format-query.ts'
import { parseQuery } from './parse-query.ts'
import { PatternBuilder } from './pattern.ts'
import type { Expression } from './query.ts'
import { anyText, expression, fields, isoTime, query, span } from '../../test/query-arbitraries.ts'
import { holds, matches } from '../../test/query-oracle.ts'
import { compileWildcard } from './wildcard.ts'

const numRuns = byDepth(500, 5_000, 100_000)
const event = fc.tuple(fields, fc.option(isoTime)).map(([each, time]) => fieldEvent(each, { _time: time }))

describe('the hunt language', () => {
  test('reads what it writes: parse(format(q)) is q', () => {
    fc.assert(fc.property(query, tree => {
      const parsed = parseQuery(formatQuery(tree))
      expect(parsed.ok ? withoutSpans(parsed.query) : parsed.error).toEqual(withoutSpans(tree))
    }), { numRuns })
  })

  test('means what the plain evaluator says', () => {
    fc.assert(fc.property(expression, event, (where, each) => {
      expect(compileQuery({ where, pipe: null })(each)).toBe(holds(where, each))
    }), { numRuns: numRuns * 2 })
  })

  test('keeps De Morgan: not (a and b) is (not a) or (not b)', () => {
    fc.assert(fc.property(expression, expression, event, (a, b, each) => {
      const found = (where: Expression) => compileQuery({ where, pipe: null })(each)
      const not = (term: Expression): Expression => ({ kind: 'not', term, span })
      expect(found(not({ kind: 'and', terms: [a, b], span }))).toBe(found({ kind: 'or', terms: [not(a), not(b)], span }))
      expect(found(not({ kind: 'or', terms: [a, b], span }))).toBe(found({ kind: 'and', terms: [not(a), not(b)], span }))
    }), { numRuns })
  })

  test('matches wildcards as a table of prefixes does', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 12 })
    const wild = fc.array(fc.constantFrom('a', 'b', '😀', 'ab', '*', '?'), { maxLength: 8 }).map(parts => {
      const builder = new PatternBuilder()
      for (const part of parts) {
        if (part === '*' || part === '?') builder.addWildcard(part)
        else builder.addText(part)
      }
      return builder.build()
    })
    fc.assert(fc.property(wild, short, (each, text) => compileWildcard(each)(text) === matches(each, text)), { numRuns: numRuns * 4 })
  })

  test('answers any text, with a query or a place in the text', () => {
    const signs = fc.constantFrom('(', ')', '[', ']', '{', '}', '>', '<=', '|', '"')
    const words = fc.constantFrom('and ', ' or ', 'not ', ' TO ', 'a:', '_time:', 'null', '10.0.0.0/8')
    const pipes = fc.constantFrom('count by ', 'top 3 ', 'timechart span=', '1h')
    const piece = fc.oneof(anyText, signs, words, pipes)
    fc.assert(fc.property(fc.array(piece, { maxLength: 20 }).map(pieces => pieces.join('')), event, (text, each) => {
      const parsed = parseQuery(text)
      if (!parsed.ok) return parsed.error.position >= 0 && parsed.error.position <= text.length && parsed.error.mend !== ''
      compileQuery(parsed.query)(each)
      const again = parseQuery(formatQuery(parsed.query))
      expect(again.ok ? withoutSpans(again.query) : again.error).toEqual(withoutSpans(parsed.query))
    }), { numRuns: numRuns * 2 })
  })

  test.each([
    ['parentheses', '('.repeat(60_000)],
    ['a name that never ends', 'a'.repeat(65_536)],
    ['quotes', '"'.repeat(65_536)],
    ['backslashes', `x:${'\\'.repeat(65_000)}`],
    ['digits', `x:${'9'.repeat(65_000)}`],
    ['colons', `x:${':'.repeat(60_000)}/64`],
  ])('reads %s in linear time', (_, text) => {
    const start = performance.now()
    parseQuery(text)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  test('matches the worst wildcards within its bound', () => {
    const parsed = parseQuery(`x:"${'*a?'.repeat(100)}*b"`)
    const found = parsed.ok ? compileQuery(parsed.query) : expect.unreachable()
    const start = performance.now()
    expect(found(fieldEvent({ x: 'a'.repeat(1_000_000) }))).toBe(false)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, each: unknown) => (key === 'span' ? undefined : each)))
}
