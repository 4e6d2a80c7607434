import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, withoutFormulaGuard } from './csv-cell.ts'

describe('a cell of CSV', () => {
  it.each([['=1+1', "'=1+1"], ['+81-3-0000-0000', "'+81-3-0000-0000"], ['@SUM(A1)', "'@SUM(A1)"], ['a,b', '"a,b"'], ['plain', 'plain'], ["'quoted'", "'quoted'"]])(
    'writes %s as %s', (text, cell) => expect(csvCell(text)).toBe(cell))

  it('never begins with what a spreadsheet runs, and comes back as it was', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '\t', 'a', '"', ',') }), text => {
      const cell = csvCell(text)
      const value = cell[0] === '"' ? cell.slice(1, -1).replaceAll('""', '"') : cell
      expect(value).not.toMatch(/^[=+\-@\t\r]/)
      expect(withoutFormulaGuard(value)).toBe(text)
    }))
  })
})
