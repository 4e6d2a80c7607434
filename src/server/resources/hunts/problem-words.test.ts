import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseQuery } from '../../../query/parse-query.ts'
import { problemOf } from './problem-words.ts'

const WRONG = [
  '(a', ':b', '""', 'a and', '()', '| count', 'a and or b', `${'('.repeat(200)}a${')'.repeat(200)}`, 'a | sum', 'a | count by a,b,c,d,e,f,g,h,i,j,k,l',
  'a | top 0 b', 'a | timechart', 'a | timechart span=x', 'a | count by', 'a)', 'a | count | count', 'a | count x', 'a:', 'a: and b', 'a:[1 2]', 'a:[1 TO 2',
  'a:[* TO *]', 'a:[1* TO 2]', 'a:[ TO 2]', '_time:[x TO *]', 'a"b"', '"a', `a:*${'b'.repeat(3_000)}`, Array.from({ length: 2_000 }, (_, i) => `a:${i}`).join(' '),
]

test('whatever is wrong with a query is said in Japanese to who reads Japanese, in English to who reads English', () => {
  const errors = WRONG.map(text => ({ text, result: parseQuery(text) })).flatMap(({ text, result }) => (result.ok ? [] : [{ text, error: result.error }]))
  expect(errors.length).toBeGreaterThan(WRONG.length - 4)
  for (const { text, error } of errors) {
    expect(problemOf(error, 'ja'), `${text.slice(0, 40)}: ${error.message}`).toMatch(/[ぁ-ん]/)
    expect(problemOf(error, 'en')).toBe(`${error.message}. ${error.mend}`)
  }
})

test('every message of the parser has Japanese words', () => {
  const folder = join(import.meta.dirname, '../../../query')
  const sources = readdirSync(folder).filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts')).map(name => readFileSync(join(folder, name), 'utf8')).join('\n')
  const messages = [...sources.matchAll(/(?:\.fail\(|message = )(?:'([^']+)'|`([^`]+)`)/g)].map(([, plain, template]) => (plain ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '7'))
  expect(messages.length).toBeGreaterThan(25)
  for (const message of messages) expect(problemOf({ position: 0, message, mend: '' }, 'ja'), message).toMatch(/[ぁ-ん]/)
})

test('what the text holds is shown as it is', () => {
  const result = parseQuery('_time:[$1 TO *]')
  expect(result.ok ? '' : problemOf(result.error, 'ja')).toContain('「$1」')
})
