import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { formatTime } from '../model/time.ts'
import type { Fields, FieldValue } from '../model/value.ts'
import { compileQuery } from './compile-query.ts'
import { fieldEvent } from '../../test/field-event.ts'
import { formatQuery } from './format-query.ts'
import { parseQuery } from './parse-query.ts'
import { isAny, PatternBuilder } from './pattern.ts'
import type { Expression, Pipe, Query, ValueTest } from './query.ts'
import { holds, matches } from '../../test/query-oracle.ts'
import { compileWildcard } from './wildcard.ts'

const numRuns = byDepth(500, 5_000, 100_000)
const span = { from: 0, to: 0 }

/** Few letters, so that things meet; and what is special in the language. */
const specialUnit = fc.constantFrom('a', 'B', 'b', '😀', '煙', '\\', '"', '*', '?', ' ', ':', '(', '|', '1')
const smallText = fc.string({ unit: specialUnit, maxLength: 6 })
const anyText = fc.oneof({ weight: 3, arbitrary: smallText }, fc.string({ unit: 'binary', maxLength: 12 }))

const wildcards = fc.constantFrom<'*' | '?'>('*', '?').map(wildcard => ({ wildcard }))
const pattern = fc.array(fc.oneof(anyText, wildcards), { maxLength: 5 }).map(parts => {
  const builder = new PatternBuilder()
  for (const part of parts) {
    if (typeof part === 'string') builder.addText(part)
    else builder.addWildcard(part.wildcard)
  }
  return builder.build()
})

const fieldName = fc.oneof(fc.constantFrom('a', 'b', 'c.d', 'x y', 'not', '@t'), anyText.filter(name => name !== '' && name !== '_time'))
const eighths = fc.integer({ min: -8e6, max: 8e6 }).map(value => value / 8)
const number = fc.oneof(fc.integer({ min: -3, max: 12 }), eighths)
const ipv4 = fc.tuple(fc.constantFrom(10, 192), fc.nat(3), fc.nat(255), fc.nat(255)).map(octets => octets.join('.'))
const isoTime = fc.integer({ min: 0, max: 3 }).map(days => formatTime(days * 86_400_000_000))

const bound = (value: fc.Arbitrary<string>) => fc.record({ value, inclusive: fc.boolean() })
const range = (value: fc.Arbitrary<string>): fc.Arbitrary<ValueTest> =>
  fc.tuple(fc.option(bound(value)), fc.option(bound(value)))
    .filter(([from, to]) => from !== null || to !== null)
    .map(([from, to]) => ({ is: 'range', from, to }))

const valueTest: fc.Arbitrary<ValueTest> = fc.oneof(
  pattern.filter(value => !isAny(value)).map((value): ValueTest => ({ is: 'pattern', pattern: value })),
  number.map((value): ValueTest => ({ is: 'number', text: String(value) })),
  range(fc.oneof(number.map(String), anyText)),
  fc.tuple(ipv4, fc.nat(32)).map(([address, bits]): ValueTest => ({ is: 'network', text: `${address}/${bits}` })),
  fc.constantFrom<ValueTest>({ is: 'exists' }, { is: 'null' }),
)

const phrase = pattern.filter(value => value.length > 0 && !isAny(value))
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Expression>({ kind: 'all', span }) },
  { weight: 2, arbitrary: phrase.map((value): Expression => ({ kind: 'text', pattern: value, span })) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('field'), field: fieldName, test: valueTest, span: fc.constant(span) }) },
  { weight: 1, arbitrary: range(isoTime).map((value): Expression => ({ kind: 'field', field: '_time', test: value, span })) },
)

const expression = fc.letrec<{ tree: Expression }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    leaf,
    fc.record({
      kind: fc.constantFrom<'and' | 'or'>('and', 'or'),
      terms: fc.array(tie('tree'), { minLength: 2, maxLength: 4 }),
      span: fc.constant(span),
    }),
    fc.record({ kind: fc.constant('not'), term: tie('tree'), span: fc.constant(span) }),
  ),
})).tree

const pipe: fc.Arbitrary<Pipe> = fc.oneof(
  fc.record({ kind: fc.constant('count'), by: fc.array(fieldName, { maxLength: 4 }), span: fc.constant(span) }),
  fc.record({ kind: fc.constant('top'), limit: fc.integer({ min: 1, max: 10_000 }), field: fieldName, span: fc.constant(span) }),
  fc.record({
    kind: fc.constant('timechart'),
    spanUs: fc.integer({ min: 1, max: 1_000_000 }).map(seconds => seconds * 1_000_000),
    span: fc.constant(span),
  }),
)
const query: fc.Arbitrary<Query> = fc.record({ where: expression, pipe: fc.option(pipe) })

const scalar = fc.oneof(anyText, number, number.map(String), ipv4, fc.boolean(), fc.constant(null), fc.constantFrom(9007199254740993n))
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ d: scalar }),
)
const fields: fc.Arbitrary<Fields> = fc.record(
  { a: value, b: value, c: value, 'x y': value, not: value, '@t': value },
  { requiredKeys: [] },
)
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
