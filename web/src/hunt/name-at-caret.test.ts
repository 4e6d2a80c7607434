import { expect, test } from 'vitest'
import { nameAtCaret } from './name-at-caret.ts'

test.each([
  ['a name at the beginning', 'Ima^', { prefix: 'Ima', start: 0 }],
  ['a name after a term', 'EventID:1 and Ima^', { prefix: 'Ima', start: 14 }],
  ['a name after a parenthesis', '(_da^', { prefix: '_da', start: 1 }],
  ['a name that a pipe counts by', '* | count by Comp^', { prefix: 'Comp', start: 13 }],
  ['nothing inside quotes', 'Image:"C:\\\\a Ima^', null],
  ['a name after closed quotes', 'Image:"a\\"b" Ima^', { prefix: 'Ima', start: 13 }],
  ['nothing in a value', 'Image:pow^', null],
  ['nothing in the middle of a word', 'Ima^ge', null],
  ['no operator', 'a:1 or^', null],
  ['nothing where nothing is begun', 'a:1 ^', null],
])('offers %s', (_, marked, expected) => {
  expect(nameAtCaret(marked.replace('^', ''), marked.indexOf('^'))).toEqual(expected)
})
