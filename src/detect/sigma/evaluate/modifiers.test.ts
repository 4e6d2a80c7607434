import { describe } from 'vitest'
import { testCases } from '../testing/rule-case.ts'

const raw = String.raw

describe('contains, startswith and endswith', () => {
  testCases([
    ['contains finds the text in the middle', raw`A|contains: b`, { A: 'abc' }, true],
    ['contains finds the text at the ends', raw`A|contains: [a, x]`, { A: 'abc' }, true],
    ['contains is not more than the text', raw`A|contains: abcd`, { A: 'abc' }, false],
    ['contains keeps wildcards within', raw`A|contains: 'b*d'`, { A: 'abcde' }, true],
    ['contains of nothing holds for any text', raw`A|contains: ''`, { A: 'abc' }, true],
    ['contains finds a final sigma within a word', raw`A|contains: ΟΔΟΣ`, { A: 'Οδοσήμανση' }, true],
    ['startswith asks for the beginning', raw`A|startswith: ab`, { A: 'ABC' }, true],
    ['startswith does not look further', raw`A|startswith: b`, { A: 'abc' }, false],
    ['endswith asks for the end', raw`A|endswith: '\cmd.exe'`, { A: raw`C:\Windows\CMD.EXE` }, true],
    ['endswith does not look further', raw`A|endswith: b`, { A: 'abc' }, false],
    ['endswith may be the whole', raw`A|endswith: abc`, { A: 'abc' }, true],
    ['contains applies to numbers as text', raw`A|contains: 46`, { A: 4624 }, true],
    ['a list of many ends finds the one', raw`A|endswith: ['\a.exe', '\bb.exe', '\ccc.exe', '\d.exe', 'exe']`, { A: raw`x\ccc.exe` }, true],
    ['a list of many beginnings finds the one', raw`A|startswith: ['aa', 'bbb', 'c', 'dd']`, { A: 'bbbq' }, true],
    ['a list of many wholes finds no part', raw`A: ['aa', 'bbb', 'c', 'dd']`, { A: 'bb' }, false],
  ])
})

describe('all', () => {
  testCases([
    ['asks for each of the values', raw`A|contains|all: [a, c]`, { A: 'abc' }, true],
    ['does not hold when one is missing', raw`A|contains|all: [a, x]`, { A: 'abc' }, false],
    ['may come first', raw`A|all|contains: [a, c]`, { A: 'abc' }, true],
    ['finds the values in different members of a list', raw`A|all: [x, y]`, { A: ['y', 'z', 'x'] }, true],
    ['with a single value changes nothing', raw`A|contains|all: b`, { A: 'abc' }, true],
    ['asks for each regular expression', raw`A|re|all: ['^a', 'c$']`, { A: 'abc' }, true],
    ['with base64offset asks for one form of each', raw`A|base64offset|contains|all: [foo, bar]`, { A: 'Zm9v YmFy' }, true],
  ])
})

describe('exists', () => {
  testCases([
    ['true holds for a present field', raw`A|exists: true`, { A: 'x' }, true],
    ['true holds for an empty one', raw`A|exists: true`, { A: '' }, true],
    ['true holds for null', raw`A|exists: true`, { A: null }, true],
    ['true does not hold for an absent field', raw`A|exists: true`, { B: 1 }, false],
    ['false holds for an absent field', raw`A|exists: false`, { B: 1 }, true],
    ['false does not hold for null', raw`A|exists: false`, { A: null }, false],
    ['looks into objects', raw`A.B|exists: true`, { A: { B: null } }, true],
  ])
})

describe('cased', () => {
  testCases([
    ['asks for the same case', raw`A|cased: Foo`, { A: 'Foo' }, true],
    ['does not match another case', raw`A|cased: Foo`, { A: 'foo' }, false],
    ['goes with contains', raw`A|contains|cased: oO`, { A: 'foObar' }, true],
    ['goes with contains in any order', raw`A|cased|contains: oO`, { A: 'foobar' }, false],
    ['goes with wildcards', raw`A|cased: 'F*o'`, { A: 'Foo' }, true],
    ['goes with windash', raw`A|windash|contains|cased: ' -Enc'`, { A: 'x /enc' }, false],
  ])
})

describe('neq', () => {
  testCases([
    ['holds for another value', raw`A|neq: foo`, { A: 'bar' }, true],
    ['does not hold for the value', raw`A|neq: foo`, { A: 'FOO' }, false],
    ['holds for an absent field, as "not" does', raw`A|neq: foo`, {}, true],
    ['of a list is none of them', raw`A|neq: [a, b]`, { A: 'b' }, false],
    ['of a list holds for what is not in it', raw`A|neq: [a, b]`, { A: 'c' }, true],
    ['of a number compares numbers', raw`A|neq: 5`, { A: 5 }, false],
    ['goes with contains', raw`A|contains|neq: oo`, { A: 'foo' }, false],
    ['goes with fieldref', raw`A|fieldref|neq: B`, { A: 'x', B: 'y' }, true],
    ['with fieldref does not hold for equal fields', raw`A|fieldref|neq: B`, { A: 'x', B: 'X' }, false],
    ['of null does not hold for an absent field', raw`A|neq: null`, {}, false],
    ['of null holds for a value', raw`A|neq: null`, { A: 'x' }, true],
    ['holds for a list only when no member is the value', raw`A|neq: x`, { A: ['y', 'x'] }, false],
  ])
})

describe('windash', () => {
  testCases([
    ['takes a slash for a hyphen', raw`A|windash|contains: ' -f '`, { A: 'cmd /f x' }, true],
    ['takes a hyphen for a slash', raw`A|windash|contains: ' /f '`, { A: 'cmd -f x' }, true],
    ['takes an en dash', raw`A|windash|contains: ' -f '`, { A: 'cmd –f x' }, true],
    ['takes an em dash', raw`A|windash|contains: ' -f '`, { A: 'cmd —f x' }, true],
    ['takes a horizontal bar', raw`A|windash|contains: ' -f '`, { A: 'cmd ―f x' }, true],
    ['takes each dash by itself', raw`A|contains|windash: '-a -b'`, { A: 'x /a –b' }, true],
    ['takes no other character', raw`A|windash|contains: ' -f '`, { A: 'cmd +f x' }, false],
    ['leaves the rest of the pattern', raw`A|windash|contains: ' -f '`, { A: 'cmd -g x' }, false],
    ['goes with all', raw`A|windash|contains|all: [' -a', ' -b']`, { A: 'x /a –b' }, true],
    ['goes before an encoding', raw`A|windash|base64: '-x'`, { A: Buffer.from('―x').toString('base64') }, true],
    ['without it a slash is a slash', raw`A|contains: ' -f '`, { A: 'cmd /f x' }, false],
  ])
})

describe('re', () => {
  testCases([
    ['finds the pattern anywhere', raw`A|re: 'b+'`, { A: 'abbbc' }, true],
    ['is sensitive to case', raw`A|re: 'B+'`, { A: 'abbbc' }, false],
    ['with i is not', raw`A|re|i: 'B+'`, { A: 'abbbc' }, true],
    ['^ is the beginning', raw`A|re: '^b'`, { A: 'ab' }, false],
    ['^ is the beginning of the text without m', raw`A|re: '^b'`, { A: 'a\nb' }, false],
    ['^ is the beginning of a line with m', raw`A|re|m: '^b'`, { A: 'a\nb' }, true],
    ['$ is the end of a line with m', raw`A|re|m: 'a$'`, { A: 'a\nb' }, true],
    ['. is no line end without s', raw`A|re: 'a.b'`, { A: 'a\nb' }, false],
    ['. is a line end with s', raw`A|re|s: 'a.b'`, { A: 'a\nb' }, true],
    ['takes several flags', raw`A|re|i|m|s: '^B.C$'`, { A: 'a\nb\nc' }, true],
    ['takes flags within the pattern', raw`A|re: '(?i)B'`, { A: 'ab' }, true],
    ['takes classes, groups, alternatives and counts', raw`A|re: '^(ab|c[d-f]){2,3}[^x]$'`, { A: 'abcey' }, true],
    ['a star in it is no wildcard', raw`A|re: '^ab*$'`, { A: 'abbb' }, true],
    ['a backslash in it is its own', raw`A|re: '\\Temp\\\d+'`, { A: raw`C:\Temp\42` }, true],
    ['of a list holds when any is found', raw`A|re: ['x', 'b']`, { A: 'abc' }, true],
    ['searches numbers as text', raw`A|re: '^46\d\d$'`, { A: 4624 }, true],
    ['searches each member of a list', raw`A|re: '^b$'`, { A: ['a', 'b'] }, true],
    ['with startswith is bound to the beginning', raw`A|re|startswith: 'b|c'`, { A: 'abc' }, false],
    ['with endswith is bound to the end', raw`A|re|endswith: 'a|c'`, { A: 'abc' }, true],
    ['with contains is unchanged', raw`A|re|contains: 'b'`, { A: 'abc' }, true],
    ['that could run wild ends at once', raw`A|re: '^(a+)+$'`, { A: `${'a'.repeat(50_000)}b` }, false],
  ])
})

describe('base64 and base64offset', () => {
  testCases([
    ['base64 is the encoded value', raw`A|base64: 'foobar'`, { A: 'Zm9vYmFy' }, true],
    ['base64 keeps the padding', raw`A|base64: 'foob'`, { A: 'Zm9vYg==' }, true],
    ['base64 goes with contains', raw`A|base64|contains: 'foobar'`, { A: 'x Zm9vYmFy y' }, true],
    ['base64 encodes text as UTF-8', raw`A|base64: 'é'`, { A: 'w6k=' }, true],
    ['base64 takes an escaped star as a star', raw`A|base64: 'a\*b'`, { A: 'YSpi' }, true],
    ['base64offset finds the value at no distance', raw`A|base64offset|contains: 'foobar'`, { A: btoa('foobar!') }, true],
    ['base64offset finds the value at distance one', raw`A|base64offset|contains: 'foobar'`, { A: btoa('xfoobar!') }, true],
    ['base64offset finds the value at distance two', raw`A|base64offset|contains: 'foobar'`, { A: btoa('xyfoobar!') }, true],
    ['base64offset finds the value at distance three', raw`A|base64offset|contains: 'foobar'`, { A: btoa('xyzfoobar!') }, true],
    ['base64offset finds a value whose length is no multiple of three', raw`A|base64offset|contains: '/bin/bash'`, { A: btoa('run /bin/bash -i') }, true],
    ['base64offset does not find another value', raw`A|base64offset|contains: 'foobar'`, { A: btoa('xyfooqar!') }, false],
  ])
})

describe('utf16', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le')
  testCases([
    ['wide is little-endian', raw`A|wide: cmd`, { A: 'c\0m\0d\0' }, true],
    ['utf16le is the same', raw`A|utf16le: cmd`, { A: 'c\0m\0d\0' }, true],
    ['utf16be is big-endian', raw`A|utf16be: cmd`, { A: '\0c\0m\0d' }, true],
    ['utf16 puts the mark before it', raw`A|utf16: cmd`, { A: 'ÿþc\0m\0d\0' }, true],
    ['wide and base64offset find what PowerShell runs', raw`A|wide|base64offset|contains: 'IEX'`, { A: `x ${utf16('a IEX b').toString('base64')}` }, true],
    ['utf16 and base64 encode the mark too', raw`A|utf16|base64: a`, { A: '//5hAA==' }, true],
    ['utf16be and base64 encode the other way', raw`A|utf16be|base64: a`, { A: 'AGE=' }, true],
    ['wide keeps wildcards', raw`A|wide: 'a*'`, { A: 'a\0b\0' }, true],
  ])
})

describe('cidr', () => {
  testCases([
    ['holds for an address in the network', raw`A|cidr: 10.0.0.0/8`, { A: '10.255.1.2' }, true],
    ['does not hold for one outside', raw`A|cidr: 10.0.0.0/8`, { A: '11.0.0.1' }, false],
    ['takes any length of prefix', raw`A|cidr: 192.168.1.128/25`, { A: '192.168.1.127' }, false],
    ['of length 0 holds for every address', raw`A|cidr: 0.0.0.0/0`, { A: '255.255.255.255' }, true],
    ['without a length is one address', raw`A|cidr: 10.0.0.1`, { A: '10.0.0.1' }, true],
    ['takes IPv6', raw`A|cidr: 'fe80::/10'`, { A: 'fe80::1' }, true],
    ['takes IPv6 in any notation', raw`A|cidr: '2001:db8::/32'`, { A: '2001:0DB8:0:0:0:0:0:1' }, true],
    ['of IPv6 does not hold for IPv4', raw`A|cidr: '::/0'`, { A: '2001:db8::1' }, true],
    ['of IPv4 holds for the address written as IPv6', raw`A|cidr: 10.0.0.0/8`, { A: '::ffff:10.1.2.3' }, true],
    ['does not hold for what is no address', raw`A|cidr: 10.0.0.0/8`, { A: '10.0.0' }, false],
    ['of a list holds for any', raw`A|cidr: [10.0.0.0/8, 192.168.0.0/16]`, { A: '192.168.3.4' }, true],
    ['does not hold for an absent field', raw`A|cidr: 10.0.0.0/8`, {}, false],
  ])
})

describe('lt, lte, gt and gte', () => {
  testCases([
    ['lt is less', raw`A|lt: 5`, { A: 4 }, true],
    ['lt is not equal', raw`A|lt: 5`, { A: 5 }, false],
    ['lte is equal', raw`A|lte: 5`, { A: 5 }, true],
    ['gt is more', raw`A|gt: 5`, { A: 5.5 }, true],
    ['gte is equal', raw`A|gte: 5`, { A: 5 }, true],
    ['compare numbers written as text', raw`A|gte: 1024`, { A: '65535' }, true],
    ['compare numbers, not texts', raw`A|gt: 9`, { A: '10' }, true],
    ['compare negative numbers', raw`A|lt: -1`, { A: '-2' }, true],
    ['compare fractions', raw`A|gt: 0.5`, { A: '0.75' }, true],
    ['compare hexadecimal numbers', raw`A|gte: 4096`, { A: '0x1000' }, true],
    ['compare integers beyond 2⁵³ exactly', raw`A|gt: 9007199254740992`, { A: 9007199254740993n }, true],
    ['do not hold for other texts', raw`A|gte: 0`, { A: 'many' }, false],
    ['do not hold for the empty text', raw`A|gte: 0`, { A: '' }, false],
    ['do not hold for null', raw`A|lte: 0`, { A: null }, false],
    ['do not hold for an absent field', raw`A|lt: 5`, {}, false],
    ['of two items bound a range', 'A|gte: 1\nA|lt: 3', { A: 2 }, true],
  ])
})

describe('the time modifiers', () => {
  const date = '2026-11-22 13:05:59.123'
  testCases([
    ['minute', raw`A|minute: 5`, { A: date }, true],
    ['hour', raw`A|hour: 13`, { A: date }, true],
    ['day', raw`A|day: 22`, { A: date }, true],
    ['week is that of ISO 8601', raw`A|week: 47`, { A: date }, true],
    ['week of the first days may be of the year before', raw`A|week: 53`, { A: '2027-01-03' }, true],
    ['month', raw`A|month: 11`, { A: date }, true],
    ['year', raw`A|year: 2026`, { A: date }, true],
    ['take a list of numbers', raw`A|hour: [12, 13]`, { A: date }, true],
    ['go with a comparison', raw`A|hour|gte: 20`, { A: date }, false],
    ['go with a comparison in any order', raw`A|lt|hour: 20`, { A: date }, true],
    ['read ISO 8601 as it is written, whatever its zone', raw`A|hour: 23`, { A: '2026-11-22T23:05:59+09:00' }, true],
    ['do not hold for what is no date', raw`A|hour: 13`, { A: '13:05' }, false],
    ['hour does not hold for a date alone', raw`A|hour: 0`, { A: '2026-11-22' }, false],
  ])
})

describe('fieldref', () => {
  testCases([
    ['compares two fields of the event', raw`A|fieldref: B`, { A: 'x', B: 'x' }, true],
    ['compares without regard to case', raw`A|fieldref: B`, { A: 'x', B: 'X' }, true],
    ['with cased compares with it', raw`A|fieldref|cased: B`, { A: 'x', B: 'X' }, false],
    ['does not hold for different values', raw`A|fieldref: B`, { A: 'x', B: 'y' }, false],
    ['does not hold when the other field is absent', raw`A|fieldref: B`, { A: 'x' }, false],
    ['does not hold when both are absent', raw`A|fieldref: B`, {}, false],
    ['with startswith compares beginnings', raw`A|fieldref|startswith: B`, { A: 'C:\\x\\y', B: 'C:\\x' }, true],
    ['with endswith compares ends', raw`A|fieldref|endswith: B`, { A: 'DOM\\user', B: 'user' }, true],
    ['with contains looks anywhere, in any order', raw`A|contains|fieldref: B`, { A: 'a user b', B: 'USER' }, true],
    ['compares a number with its text', raw`A|fieldref: B`, { A: 5, B: '5' }, true],
    ['takes a star in the other field as a star', raw`A|fieldref: B`, { A: 'abc', B: 'a*' }, false],
    ['looks into lists', raw`A|fieldref: B`, { A: ['x', 'y'], B: ['z', 'y'] }, true],
  ])
})

describe('expand', () => {
  const placeholders = { servers: ['srv*', 'dc01'], none: [], domain: ['corp.example'] }
  testCases([
    ['puts in each value of the placeholder', raw`A|expand: '%servers%'`, { A: 'DC01' }, true],
    ['takes wildcards in values', raw`A|expand: '%servers%'`, { A: 'srv-7' }, true],
    ['takes text around the placeholder', raw`A|expand: '%servers%.%domain%'`, { A: 'dc01.corp.example' }, true],
    ['does not hold for another value', raw`A|expand: '%servers%'`, { A: 'pc-1' }, false],
    ['goes with contains', raw`A|contains|expand: '%domain%'`, { A: 'https://x.corp.example/' }, true],
    ['takes an escaped percent sign as it is', raw`A|expand: '\%x%domain%'`, { A: '%xcorp.example' }, true],
    ['of a placeholder with no values never holds', raw`A|expand: '%none%'`, { A: 'none' }, false],
    ['goes with cidr', raw`A|cidr|expand: '%net%'`, { A: '10.1.1.1' }, true],
  ], { placeholders: { ...placeholders, net: ['10.0.0.0/8'] } })
})
