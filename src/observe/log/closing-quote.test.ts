import { expect, test } from 'vitest'
import { closingQuote } from './closing-quote.ts'

test.each([
  ['a"b', 0, 1],
  ['\\"b"', 0, 3],
  ['\\\\"b"', 0, 2],
  ['\\"', 1, 1],
  ['', 0, -1],
  ['abc\\"', 0, -1],
])('closingQuote(%j, %d) is %d', (text, from, expected) => {
  expect(closingQuote(text, from)).toBe(expected)
})

test('closingQuote looks at long texts once', () => {
  const start = performance.now()
  expect(closingQuote('\\"'.repeat(4_000_000), 0)).toBe(-1)
  expect(closingQuote(`${'\\'.repeat(8_000_000)}"`, 0)).toBe(8_000_000)
  expect(performance.now() - start).toBeLessThan(5_000)
})
