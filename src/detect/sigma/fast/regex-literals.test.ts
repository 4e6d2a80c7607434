import { expect, test } from 'vitest'
import { regexLiterals } from './regex-literals.ts'

const raw = String.raw

test.each<[source: string, literals: readonly string[] | null]>([
  ['abc', ['abc']],
  ['ab|cd', ['ab', 'cd']],
  ['ab|c?', null],
  ['x.+foobar', ['foobar']],
  ['[Rr][Uu]n', ['RUn']],
  [raw`\\Temp\\\w{8}\.tmp$`, ['\\Temp\\']],
  ['(?:ab)+c', ['ab']],
  ['(ab)*cde?', ['cd']],
  ['a{0,3}', null],
  ['[^a]', null],
  [raw`\Qab\E`, null],
  ['straße', ['stra']],
])('matches of %s contain one of %j', (source, literals) => {
  expect(regexLiterals(source)).toEqual(literals)
})
