import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { MAX_QUOTED_LENGTH, queryAnd, queryAny, queryNot, queryOr, queryTerm, queryTimeRange } from '../model/query-text.ts'
import { formatTime, LAST_TIME_US } from '../model/time.ts'
import { compileQuery } from './compile-query.ts'
import { fieldEvent } from '../../test/field-event.ts'
import { fold } from './fold.ts'
import { parseQuery } from './parse-query.ts'

const numRuns = byDepth(500, 5_000, 50_000)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '\\', '"', '*', '?', ' ', '\n', 'null', '1', '/', '.'), maxLength: 8 }),
  fc.string({ unit: 'grapheme' }),
)

/** The queries that code writes into facts, read back by the parser. */
describe('a written query', () => {
  test('finds exactly the value it was written for, case aside', () => {
    fc.assert(fc.property(text, text, (value, other) => {
      const found = finder(queryTerm('some field', value))
      expect(found({ 'some field': value })).toBe(true)
      expect(found({ 'some field': other })).toBe(fold(other) === fold(value))
      expect(found({ 'some field': null })).toBe(false)
    }), { numRuns })
  })

  test('reads any field name', () => {
    fc.assert(fc.property(text.filter(name => name !== '' && !name.startsWith('_')), name => {
      expect(finder(queryTerm(name, 'x'))(fieldsOf(name, 'x'))).toBe(true)
    }), { numRuns })
  })

  test('finds numbers, booleans and null', () => {
    const scalar = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt(), fc.boolean(), fc.constant(null))
    fc.assert(fc.property(scalar, value => finder(queryTerm('a', value))({ a: value })), { numRuns })
  })

  test('joins as its words say, whatever is joined', () => {
    const written = [queryTerm('a', 'x) or (b:"1"'), queryAny('a', [1, 2])]
    const part = fc.constantFrom('a:1', 'a:"2 x"', 'b:1 or b:2', 'not a:1', '*', '', '"c d"', ...written)
    const scene = fc.record({ a: fc.constantFrom(1, 2, '2 x', 'x) or (b:"1"'), b: fc.constantFrom(1, 2, 3) })
    fc.assert(fc.property(fc.array(part, { maxLength: 4 }), scene, (parts, fields) => {
      const given = parts.filter(each => each !== '').map(each => finder(each)(fields))
      expect(finder(queryAnd(...parts))(fields)).toBe(given.every(Boolean))
      expect(finder(queryOr(...parts))(fields)).toBe(given.length === 0 || given.some(Boolean))
      expect(finder(queryNot(queryAnd(...parts)))(fields)).toBe(!given.every(Boolean))
      expect(finder(queryAnd(queryOr(...parts), queryAnd(...parts)))(fields)).toBe(given.every(Boolean))
    }), { numRuns })
  })

  test('finds any of a list, and nothing for an empty one', () => {
    expect(finder(queryAny('a', ['x', 'y"']))({ a: 'Y"' })).toBe(true)
    expect(finder(queryAny('a', ['x']))({ a: 'y' })).toBe(false)
    expect(finder(queryAny('a', []))({ a: 'y' })).toBe(false)
  })

  test('covers a time range with both its ends', () => {
    const time = fc.integer({ min: 0, max: LAST_TIME_US })
    fc.assert(fc.property(fc.option(time), fc.option(time), time, (from, to, at) => {
      const found = finder(queryTimeRange(from, to))({}, { _time: formatTime(at) })
      expect(found).toBe((from === null || from <= at) && (to === null || at <= to))
    }), { numRuns })
    expect(finder(queryTimeRange(null, null))({}, { _time: null })).toBe(false)
  })

  test('asks for the beginning of a very long value, and so still finds it', () => {
    const value = `${'"*'.repeat(MAX_QUOTED_LENGTH / 2 - 1)}x😀${'y'.repeat(100_000)}`
    expect(finder(queryTerm('a', value))({ a: value })).toBe(true)
    expect(finder(queryTerm('a', value))({ a: `z${value}` })).toBe(false)
  })
})

function finder(query: string) {
  const parsed = parseQuery(query)
  if (!parsed.ok) expect.unreachable(`${query}: ${JSON.stringify(parsed.error)}`)
  const found = compileQuery(parsed.query)
  return (...event: Parameters<typeof fieldEvent>) => found(fieldEvent(...event))
}

function fieldsOf(name: string, value: string) {
  return Object.fromEntries([[name, value]])
}
