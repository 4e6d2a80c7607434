import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { parseTextPattern, PATTERN_FIELD_TYPES } from '../../model/text-pattern.ts'
import { matchPattern } from './match-pattern.ts'
import type { ColumnNames } from './match-pattern.ts'

/** The fields as an object; null when the text does not fit. @throws the reason why the pattern is none */
function match(pattern: string, text: string, columns?: ColumnNames): unknown {
  const parsed = parseTextPattern(pattern)
  if (typeof parsed === 'string') throw new Error(parsed)
  const found = matchPattern(parsed, text, columns)
  return found === null ? null : Object.fromEntries(found)
}

describe('a pattern', () => {
  test.each([
    ['takes text up to what follows', 'from {user} to {host}', 'from a b to c d', { user: 'a b', host: 'c d' }],
    ['takes a word up to a blank, or to what follows', '{user:word}@{host:word} {}', 'tanaka@pc7 x', { user: 'tanaka', host: 'pc7' }],
    ['knows numbers, addresses and hardware addresses', '{n:int} {a:ip} {b:ip} {m:mac}', '7 192.0.2.1 2001:db8::1 0016.3e5e.6c07', {
      n: 7, a: '192.0.2.1', b: '2001:db8::1', m: '0016.3e5e.6c07',
    }],
    ['ends an address before its port', '{a:ip}:{p:int}', '192.0.2.1:443', { a: '192.0.2.1', p: 443 }],
    ['passes over an optional part that is absent', 'user {u:word}{? from {a:ip}}{? port {p:int}}', 'user x port 7', { u: 'x', p: 7 }],
    ['ends text where an optional part begins', '{m}{?, client: {a:ip}}{?, host: {h}}', 'it failed, host: x', { m: 'it failed', h: 'x' }],
    ['takes several blanks for one', '{a:word} {b:word} [{c}] x', 'p    q  \t[r] x', { a: 'p', b: 'q', c: 'r' }],
    ['leaves a lone dash out', '{a:word} {b:word}', '- x', { b: 'x' }],
    ['reads quoted text', 'say {a:quoted}.', 'say "a \\"b\\"".', { a: 'a "b"' }],
    ['does not end escaped text at an escaped mark', '{a:escaped}|{b}', 'x\\|y|z', { a: 'x|y', b: 'z' }],
    ['wants a time where it says so', '[{t:time}] {m}', '[2026-11-22 10:00:00] x', { t: '2026-11-22 10:00:00', m: 'x' }],
    ['and no other text', '[{t:time}] {m}', '[error] x', null],
    ['takes pairs, a second of a name beside the first', 'x {:pairs}', 'x a=1 b="c d",e=\'f [g] a=2', { a: '1', b: 'c d', e: "'f", words: ['[g]'], a_2: '2' }],
    ['takes the extension of CEF', '|{:cef}', '|a=b c d=e\\=f g=', { a: 'b c', d: 'e=f' }],
    ['takes plain text after a backslash', '\\{{a}\\}', '{x}', { a: 'x' }],
    ['fits only what begins so', 'a{b}', 'b', null],
  ])('%s', (_, pattern, text, expected) => {
    expect(match(pattern, text)).toEqual(expected)
  })

  test('takes columns by their names, and passes over those without', () => {
    expect(match('{:columns}', '1,"a,b",,c,d', { names: ['x', 'y', 'z', '', 'w'], delimiter: ',' })).toEqual({ x: '1', y: 'a,b', w: 'd' })
  })

  test.each([
    ['', 'is empty'],
    ['{a', 'has a { without its }'],
    ['a}', 'has a } without its {'],
    ['{a}{b}', 'has {a} directly before another field; put text between them or give it a type'],
    ['{a:pairs} x', 'has something after {a:pairs}, which takes the rest'],
    ['{a:what}', `has a field of the unknown type what; known are ${PATTERN_FIELD_TYPES.join(', ')}`],
    ['{?}', 'has an optional part with nothing in it'],
    ['{a b}', 'has a field that is not {name} or {name:type}: {a b:text}'],
  ])('%j is none: it %s', (pattern, reason) => {
    expect(parseTextPattern(pattern)).toBe(reason)
  })

  test('never throws, whatever it and the text are', () => {
    const piece = fc.oneof(
      fc.constantFrom('{a}', '{b:word}', '{c:int}', '{d:ip}', '{e:mac}', '{f:quoted}', '{g:escaped}', '{h:time}', '{}', '{:pairs}', '{:cef}', '{:leef}', '{:columns}', '{? x {y:word}}', ' ', '|', '"'),
      fc.string({ maxLength: 4 }),
    )
    const text = fc.array(fc.oneof(fc.constantFrom(' ', '|', '=', '"', '\\', '192.0.2.1', '::', '7', 'a=b', '\t', '日本'), fc.string({ maxLength: 6 })), { maxLength: 20 })
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), text, (pieces, words) => {
      const parsed = parseTextPattern(pieces.join(''))
      if (typeof parsed !== 'string') matchPattern(parsed, words.join(''), { names: ['a', 'b'], delimiter: ',' })
    }), { numRuns: byDepth(300, 5_000, 200_000) })
  })

  test('reads hostile texts in linear time', () => {
    const long = 250_000
    const start = performance.now()
    for (const text of [' '.repeat(long), 'a '.repeat(long / 2), 'a=b '.repeat(long / 4), '"'.repeat(long), '\\'.repeat(long), 'x to'.repeat(long / 4), ', client: '.repeat(long / 10)]) {
      for (const pattern of ['{a} to {b}', '{a}{?, client: {b:ip}}{?, host: {c}}', '{a:quoted}', '{a:escaped}|{b}', '{:pairs}', '{:cef}', '{a:word} {b:word} {c} x']) match(pattern, text)
    }
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
