import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { checkObject } from './check-object.ts'
import { MAX_DEPTH } from './defaults.ts'
import { parseRecord } from './parse-record.ts'

const NAMES = [Buffer.from('_index'), Buffer.from('_source')]

/** Of a text that stands between others. */
function check(text: string): boolean {
  const bytes = Buffer.from(text)
  return checkObject(Buffer.concat([Buffer.from('{"'), bytes, Buffer.from('"}]1e')]), 2, 2 + bytes.length, NAMES)
}

test('takes objects as they are written', () => {
  const texts = [
    '{}', '{ }', '{"a":1}', ' {"a":1}'.trim(), '{"a":-0.5e+10,"b":[],"c":{},"d":[1,[2,{"e":null}]]}', '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00Ae"}', '{"日本":"語\u{1f600}"}',
    '{\t"a" : true ,\r\n"b":false}', '{"_indexes":1,"sub":{"_index":2}}', '{"a":0,"b":10,"c":-1,"d":1E5,"e":0.0}',
  ]
  expect(texts.filter(text => !check(text))).toEqual([])
})

test('leaves to the parser what is none, or has one of the names', () => {
  const texts = [
    '', '[]', '1', '"a"', 'null', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{,}', '{"a":1]', '{"a":[1}', '{"a":[1,]}', '{"a":01}', '{"a":1.}', '{"a":.5}', '{"a":-}', '{"a":1e}',
    '{"a":+1}', '{"a":tru}', '{"a":nulll}', '{"a":"\n"}', '{"a":"\\x"}', '{"a":"\\u12g4"}', '{"a":"\\u12', '{"a":"x}', '{a:1}', '{"a" 1}', '{"a":1}}', '{"a":1} ', '{"a":1}{}', '{"a":1 "b":2}',
    '{"_index":1}', '{"a":1,"_source":{}}', '{"_inde\\u0078":1}', '{"a":NaN}', '{"a":\u00a01}', `{"a":${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}}`,
  ]
  expect(texts.filter(check)).toEqual([])
})

/** JSON with something changed in it. */
const damaged = fc.tuple(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.nat({ max: 3 }), fc.stringMatching(/^[[\]{}",:\\0-9eE.+\-truefalsn \n_indexsource]{0,6}$/)).map(([value, at, cut, put]) => {
  const text = JSON.stringify({ a: value, _inde: [value] })
  const place = at % text.length
  return text.slice(0, place) + put + text.slice(place + cut)
})

test('takes nothing that the parser refuses, and any object that JSON.stringify writes', () => {
  fc.assert(fc.property(damaged, text => {
    const parsed = parseRecord(text)
    if (check(text)) expect('fields' in parsed && NAMES.every(name => !Object.hasOwn(parsed.fields, String(name)))).toBe(true)
  }), { numRuns: byDepth(500, 5_000, 200_000) })
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), fc.constantFrom(0, 2), (value, space) => {
    const names = Object.keys(value)
    if (names.every(name => JSON.stringify(name).length === name.length + 2)) expect(check(JSON.stringify(value, null, space))).toBe(!names.some(name => name === '_index' || name === '_source'))
  }), { numRuns: byDepth(300, 3_000, 100_000) })
})
