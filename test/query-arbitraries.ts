import fc from 'fast-check'
import { formatTime } from '../src/model/time.ts'
import type { Fields, FieldValue } from '../src/model/value.ts'
import { isAny, PatternBuilder } from '../src/query/pattern.ts'
import type { Expression, Pipe, Query, ValueTest } from '../src/query/query.ts'

/** Random queries and random fields that they have a chance to find. */

export const span = { from: 0, to: 0 }

/** Few letters, so that things meet; and what is special in the language. */
const specialUnit = fc.constantFrom('a', 'B', 'b', '😀', '煙', '\\', '"', '*', '?', ' ', ':', '(', '|', '1')
const smallText = fc.string({ unit: specialUnit, maxLength: 6 })
export const anyText = fc.oneof({ weight: 3, arbitrary: smallText }, fc.string({ unit: 'binary', maxLength: 12 }))

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
export const isoTime = fc.integer({ min: 0, max: 3 }).map(days => formatTime(days * 86_400_000_000))

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

export const expression = fc.letrec<{ tree: Expression }>(tie => ({
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
export const query: fc.Arbitrary<Query> = fc.record({ where: expression, pipe: fc.option(pipe) })

const scalar = fc.oneof(anyText, number, number.map(String), ipv4, fc.boolean(), fc.constant(null), fc.constantFrom(9007199254740993n))
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ d: scalar }),
)
export const fields: fc.Arbitrary<Fields> = fc.record(
  { a: value, b: value, c: value, 'x y': value, not: value, '@t': value },
  { requiredKeys: [] },
)
