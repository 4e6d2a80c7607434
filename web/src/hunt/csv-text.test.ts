import { expect, test } from 'vitest'
import { csvText } from './csv-text.ts'

test('what holds separators, quotes or lines is quoted, objects are JSON, nothing is empty', () => {
  expect(csvText(['a', 'b'], [['x,y', 1], ['say "no"\nor', { c: [1] }], [null, undefined]]))
    .toBe('\uFEFFa,b\r\n"x,y",1\r\n"say ""no""\nor","{""c"":[1]}"\r\n,\r\n')
})

test('a text of the evidence cannot become a formula of a spreadsheet', () => {
  expect(csvText(['v'], [['=cmd()'], ['+1'], ['-1'], ['@x'], [-1]])).toBe(`\uFEFFv\r\n'=cmd()\r\n'+1\r\n'-1\r\n'@x\r\n-1\r\n`)
})
