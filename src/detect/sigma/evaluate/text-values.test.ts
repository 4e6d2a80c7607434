import { describe } from 'vitest'
import { testCases } from '../testing/rule-case.ts'

const raw = String.raw

describe('a plain text', () => {
  testCases([
    ['matches the same text', raw`A: foo`, { A: 'foo' }, true],
    ['matches without regard to case', raw`A: FoO`, { A: 'fOo' }, true],
    ['must be the whole value', raw`A: foo`, { A: 'foobar' }, false],
    ['does not match with a blank before it', raw`A: foo`, { A: ' foo' }, false],
    ['does not match an absent field', raw`A: foo`, { B: 'foo' }, false],
    ['does not match null', raw`A: foo`, { A: null }, false],
    ['does not match an object', raw`A: foo`, { A: { B: 'foo' } }, false],
    ['names of fields keep their case', raw`a: foo`, { A: 'foo' }, false],
    ['with line ends in it matches', raw`A: "a\nb"`, { A: 'a\nb' }, true],
    ['with Japanese matches', raw`A: 狼煙`, { A: '狼煙' }, true],
    ['with an umlaut matches its capital', raw`A: MÜLLER`, { A: 'müller' }, true],
    ['with Cyrillic matches its capitals', raw`A: привет`, { A: 'ПРИВЕТ' }, true],
    ['with a capital sigma matches the final one', raw`A: ΟΔΟΣ`, { A: 'οδος' }, true],
    ['with a final sigma matches the other small one', raw`A: οδος`, { A: 'οδοσ' }, true],
    ['with the capital sharp s matches the small one', raw`A: STRAẞE`, { A: 'straße' }, true],
    ['with a letter of two UTF-16 units matches its capital', raw`A: 𐐨`, { A: '𐐀' }, true],
    ['with a percent sign is only text without expand', raw`A: '%name%'`, { A: '%name%' }, true],
    ['of nothing matches the empty value', raw`A: ''`, { A: '' }, true],
    ['of nothing does not match a blank', raw`A: ''`, { A: ' ' }, false],
    ['of nothing does not match null', raw`A: ''`, { A: null }, false],
    ['of nothing does not match an absent field', raw`A: ''`, {}, false],
  ])
})

describe('a wildcard', () => {
  testCases([
    ['* covers any characters', raw`A: 'a*c'`, { A: 'abbbc' }, true],
    ['* covers none', raw`A: 'a*c'`, { A: 'ac' }, true],
    ['* covers line ends', raw`A: 'a*c'`, { A: 'a\n\nc' }, true],
    ['* alone matches every text', raw`A: '*'`, { A: 'x' }, true],
    ['* alone matches the empty text', raw`A: '*'`, { A: '' }, true],
    ['* alone does not match null', raw`A: '*'`, { A: null }, false],
    ['* alone does not match an absent field', raw`A: '*'`, {}, false],
    ['* at the end leaves the beginning fixed', raw`A: 'ab*'`, { A: 'xab' }, false],
    ['* at the beginning leaves the end fixed', raw`A: '*ab'`, { A: 'abx' }, false],
    ['* at both ends finds the text anywhere', raw`A: '*ab*'`, { A: 'xxabxx' }, true],
    ['* several times keeps the order', raw`A: '*b*a*'`, { A: 'ab' }, false],
    ['* several times does not use a text twice', raw`A: 'ab*b'`, { A: 'ab' }, false],
    ['* tries later places for what follows', raw`A: 'a*bc*d'`, { A: 'abbcbd' }, true],
    ['** is the same as *', raw`A: 'a**c'`, { A: 'abc' }, true],
    ['? is one character', raw`A: 'prog?.exe'`, { A: 'progA.exe' }, true],
    ['? is not none', raw`A: 'prog?.exe'`, { A: 'prog.exe' }, false],
    ['? is not two', raw`A: 'prog?.exe'`, { A: 'progAB.exe' }, false],
    ['? is one character of two UTF-16 units', raw`A: 'a?b'`, { A: 'a😀b' }, true],
    ['?? is not one character of two UTF-16 units', raw`A: 'a??b'`, { A: 'a😀b' }, false],
    ['?? at the end is two characters', raw`A: '*x??'`, { A: 'xax😀b' }, true],
    ['? and * together ask for at least one', raw`A: '?*'`, { A: '' }, false],
    ['? between * finds its place', raw`A: '*a?c*'`, { A: 'aabcc' }, true],
    ['? matches a line end', raw`A: 'a?b'`, { A: 'a\nb' }, true],
    ['matches without regard to case', raw`A: 'SVC-*'`, { A: 'svc-backup' }, true],
  ])
})

describe('a backslash', () => {
  testCases([
    ['before a letter is itself', raw`A: 'C:\Windows'`, { A: raw`C:\Windows` }, true],
    ['doubled before a letter is one', raw`A: 'C:\\Windows'`, { A: raw`C:\Windows` }, true],
    ['doubled does not match two', raw`A: 'C:\\Windows'`, { A: raw`C:\\Windows` }, false],
    ['three times before a letter are two', raw`A: '\\\share'`, { A: raw`\\share` }, true],
    ['four times before a letter are two', raw`A: '\\\\share'`, { A: raw`\\share` }, true],
    ['at the end is itself', raw`A: 'C:\Temp\'`, { A: 'C:\\Temp\\' }, true],
    ['before * makes it a star', raw`A: 'a\*'`, { A: 'a*' }, true],
    ['before * leaves no wildcard', raw`A: 'a\*'`, { A: 'abc' }, false],
    ['before ? makes it a question mark', raw`A: 'a\?'`, { A: 'a?' }, true],
    ['before ? leaves no wildcard', raw`A: 'a\?'`, { A: 'ab' }, false],
    ['doubled before * is a backslash and a wildcard', raw`A: 'C:\\*'`, { A: raw`C:\Temp` }, true],
    ['doubled before * asks for the backslash', raw`A: 'C:\\*'`, { A: 'C:Temp' }, false],
    ['three times before * is a backslash and a star', raw`A: 'C:\\\*'`, { A: raw`C:\*` }, true],
    ['three times before * leaves no wildcard', raw`A: 'C:\\\*'`, { A: raw`C:\Temp` }, false],
    ['four times before * is two backslashes and a wildcard', raw`A: 'C:\\\\*'`, { A: raw`C:\\Temp` }, true],
    ['at the end does not escape what contains adds', raw`A|contains: '\Temp\'`, { A: raw`C:\Temp\x.exe` }, true],
    ['before a percent sign is itself without expand', raw`A: 'a\%b'`, { A: raw`a\%b` }, true],
  ])
})
