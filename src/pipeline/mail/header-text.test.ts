import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeText } from './decode-text.ts'
import { headerText } from './encoded-words.ts'
import { readParameters } from './parameters.ts'
import { partName } from './part-name.ts'

/** As a head has it: a character for each byte. */
const raw = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('latin1')
/** 日本語 in CP932. */
const CP932 = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea])
/** 日本語 in ISO-2022-JP. */
const JIS = Buffer.from('\u001b$BF|K\\8l\u001b(B', 'latin1')

describe('headerText', () => {
  test.each([
    ['plain', 'plain'],
    ['=?utf-8?B?5pel5pys6Kqe?=', '日本語'],
    ['=?UTF-8?q?=E6=97=A5_a?= b', '日 a b'],
    ['=?utf-8?B?5pel?= =?utf-8?B?5pys?=\t=?utf-8?Q?=E8=AA=9E?= end', '日本語 end'],
    // A character that was cut in two.
    ['=?utf-8?B?5pc=?= =?utf-8?B?pQ==?=', '日'],
    [`=?ISO-2022-JP?B?${JIS.toString('base64')}?= x`, '日本語 x'],
    [`=?iso-2022-jp*ja?B?${JIS.toString('base64')}?=`, '日本語'],
    [`=?Shift_JIS?B?${CP932.toString('base64')}?=`, '日本語'],
    // Named wrongly, or not at all.
    [`=?iso-2022-jp?B?${CP932.toString('base64')}?=`, '日本語'],
    [`=?x-nobody-knows?B?${CP932.toString('base64')}?=`, '日本語'],
    [raw('日本語'), '日本語'],
    [JIS.toString('latin1'), '日本語'],
    ['a =?utf-8?Q?x?=b =?broken?= =?utf-8?X?y?=', 'a xb =?broken?= =?utf-8?X?y?='],
    ['=?utf-8?B??= z', ' z'],
  ])('%j', (field, expected) => {
    expect(headerText(field)).toBe(expected)
  })

  test('of any bytes ends, and is text', () => {
    const piece = fc.constantFrom('=?', '?=', '?B?', '?Q?', 'utf-8', ' ', '=', '=E3', 'a', '\u00e6', '\u001b$B')
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      expect(typeof headerText(pieces.join(''))).toBe('string')
    }), { numRuns: byDepth(200, 3_000, 100_000) })
  })
})

describe('decodeText', () => {
  test.each([['cp932', CP932], ['CP50220', JIS], ['', JIS], ['us-ascii', CP932], ['utf-8', CP932], ['eucJP', Buffer.from([0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec])], ['utf-16', Buffer.from('日本語', 'utf16le')]])('named %j', (charset, bytes) => {
    expect(decodeText(bytes, charset)).toBe('日本語')
  })
})

describe('readParameters', () => {
  test.each<[string, string, Record<string, string>]>([
    ['Text/Plain; charset=UTF-8; format=flowed', 'text/plain', { charset: 'UTF-8', format: 'flowed' }],
    ['multipart/mixed; boundary="a;b\\"c" (comment; x=y)', 'multipart/mixed', { boundary: 'a;b"c' }],
    ['attachment; filename*=utf-8\'ja\'%E6%97%A5.csv', 'attachment', { filename: '日.csv' }],
    ['attachment; filename*0*=shift_jis\'\'%93%FA; filename*1="x y"; filename*2*=%2Ecsv; filename=other', 'attachment', { filename: '日x y.csv' }],
    ['attachment; filename*1=b; filename*0=a', 'attachment', { filename: 'ab' }],
    ['attachment; filename="=?utf-8?B?5pel?=.csv"', 'attachment', { filename: '日.csv' }],
    [`attachment; filename="${CP932.toString('latin1')}.csv"`, 'attachment', { filename: '日本語.csv' }],
    ['', '', {}],
    [';;=;a;b="', '', { '': '', 'b': '' }],
  ])('%j', (field, value, parameters) => {
    const read = readParameters(field)
    expect([read.value, Object.fromEntries(read.parameters)]).toEqual([value, parameters])
  })

  test('a field with parameters without number is read to a bound', () => {
    expect(readParameters(`a${'; b*1=x'.repeat(100_000)}`).parameters.get('b')?.length).toBeLessThan(300)
  })
})

test.each([
  ['C:\\dir\\a.csv', 'a.csv'], ['../../etc/passwd', 'passwd'], ['a\u0000\u202eb.exe', 'a b.exe'], ['a!/b', 'b'], ['..', 'part-3.csv'], [null, 'part-3.csv'], ['', 'part-3.csv'], ['x'.repeat(500), 'x'.repeat(200)],
])('a part that its sender calls %j', (given, name) => {
  expect(partName(given, 'text/csv', 3)).toBe(name)
})
