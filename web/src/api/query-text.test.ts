import { expect, test } from 'vitest'
import { bothQueries, fieldQuery } from './query-text.ts'

test('a value asks for itself and nothing else', () => {
  expect(fieldQuery('Image', 'C:\\a\\*.exe "x"?')).toBe('Image:"C:\\\\a\\\\\\*.exe \\"x\\"\\?"')
  expect(fieldQuery('Threat Name', 'a')).toBe('"Threat Name":"a"')
})

test('a query is narrowed as a whole', () => {
  expect([bothQueries('a:1 or b:2', 'c:3'), bothQueries(' * ', 'c:3')]).toEqual(['(a:1 or b:2) and c:3', 'c:3'])
})
