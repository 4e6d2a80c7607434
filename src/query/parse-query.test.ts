import { describe, expect, test } from 'vitest'
import { MAX_QUERY_DEPTH, MAX_QUERY_LENGTH, MAX_QUERY_TERMS } from './defaults.ts'
import { formatQuery } from './format-query.ts'
import { parseQuery } from './parse-query.ts'

describe('a query that reads', () => {
  /** [as written, in its one form] */
  test.each([
    ['a b c', 'a and b and c'],
    ['a AND (b Or c)', 'a and (b or c)'],
    ['Not a', 'not a'],
    ['x:(1 or "a b" and >5)', 'x:1 or (x:"a b" and x:>5)'],
    ['x:(a)', 'x:a'],
    ['x:<= 5', 'x:<=5'],
    ['x:["a b" TO \\*]', 'x:["a b" TO "\\*"]'],
    ['x:[5 TO *]', 'x:>=5'],
    ['x:{* to 5}', 'x:<5'],
    ['x:{a TO b]', 'x:{a TO b]'],
    ['x:"**"', 'x:*'],
    ['x:a**b', 'x:"a*b"'],
    ['x:a\\*b\\?', 'x:"a\\*b\\?"'],
    ['x:C:\\new', 'x:"C:\\\\new"'],
    ['x:"5"', 'x:"5"'],
    ['x:05', 'x:05'],
    ['x:NULL', 'x:null'],
    ['x:"null"', 'x:"null"'],
    ['"and"', '"and"'],
    ['"a b":c', '"a b":c'],
    ['"a\\"b\\\\":c', '"a\\"b\\\\":c'],
    ['"a*b":c', '"a*b":c'],
    ['x:10.0.0.0/8', 'x:10.0.0.0/8'],
    ['x:10.0.0.0/33', 'x:"10.0.0.0/33"'],
    ['[error]', '"[error]"'],
    ['x:a(y:b)', 'x:a and y:b'],
    ['| count', '* | count'],
    ['a|count by b,"c d"', 'a | count by b, "c d"'],
    ['a | TOP 5 user.name', 'a | top 5 user.name'],
    ['a | timechart span=60m', 'a | timechart span=1h'],
    ['a | timechart span = 14d', 'a | timechart span=2w'],
  ])('%s is %s', (text, form) => {
    const parsed = parseQuery(text)
    if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.error))
    expect(formatQuery(parsed.query)).toBe(form)
  })

  test('knows where each part stands', () => {
    const text = 'a:1 and (b or not "c d":x)'
    const parsed = parseQuery(text)
    const pieces: string[] = []
    JSON.stringify(parsed, (key, value: unknown) => {
      if (key === 'span' && typeof value === 'object' && value !== null && 'from' in value && 'to' in value) {
        pieces.push(text.slice(Number(value.from), Number(value.to)))
      }
      return value
    })
    expect(pieces.sort()).toEqual(['"c d":x', '(b or not "c d":x)', 'a:1', text, 'b', 'not "c d":x'].sort())
  })
})

describe('a text that is no query says where, why and what to write', () => {
  test.each([
    ['a and', 5, 'ends where a term should follow'],
    ['and a', 0, 'missing before "and"'],
    ['a or or b', 5, 'missing before "or"'],
    ['(a', 0, 'not closed'],
    ['a)', 1, 'closes that was not opened'],
    ['()', 1, 'missing before the parenthesis'],
    ['"abc', 0, 'not closed'],
    ['x:"abc', 2, 'not closed'],
    ['x:', 2, 'value is missing'],
    ['x: and y:1', 3, 'value'],
    ['x:()', 3, 'missing before the parenthesis'],
    ['x:(a', 2, 'not closed'],
    ['x:[a b]', 5, 'needs TO'],
    ['x:[a TO b', 2, 'not closed'],
    ['x:[* TO *]', 2, 'at least one end'],
    ['x:[a* TO b]', 3, 'wildcard'],
    ['x:[TO b]', 6, 'needs TO'],
    ['x:>', 3, 'missing'],
    ['x:>a*', 3, 'wildcard'],
    ['x:a"b"', 3, 'inside a word'],
    ['""', 0, 'phrase is empty'],
    ['"":x', 0, 'field name is empty'],
    ['_time:yesterday', 6, 'no time'],
    ['_time:>=noon', 8, 'no time'],
    ['_time:[2026-01-01 TO x]', 21, 'no time'],
    ['_time:5', 6, 'no time'],
    ['a | ', 4, 'missing or unknown'],
    ['a | delete', 4, 'missing or unknown'],
    ['a | count by', 12, 'name of a field'],
    ['a | count by a,b,c,d,e', 4, 'more than 4'],
    ['a | top x', 8, 'whole number'],
    ['a | top 0 x', 8, 'whole number'],
    ['a | top 5', 9, 'name of a field'],
    ['a | timechart', 13, 'needs a span'],
    ['a | timechart span=1y', 14, 'no length'],
    ['a | timechart span=0s', 14, 'no length'],
    ['a | count | count', 10, 'one pipe'],
    ['a | count b', 10, 'goes on'],
    ['a |', 3, 'missing or unknown'],
    ['(a | count)', 0, 'not closed'],
  ])('%s', (text, position, message) => {
    const parsed = parseQuery(text)
    if (parsed.ok) expect.unreachable(formatQuery(parsed.query))
    expect(parsed.error.message).toContain(message)
    expect(parsed.error.position).toBe(position)
    expect(parsed.error.mend).not.toBe('')
  })

  test.each([
    ['length', 'a'.repeat(MAX_QUERY_LENGTH + 1), 'longer than'],
    ['parentheses', '('.repeat(MAX_QUERY_DEPTH + 1) + 'a', 'nested'],
    ['not', 'not '.repeat(MAX_QUERY_DEPTH + 1) + 'a', 'nested'],
    ['terms', 'a '.repeat(MAX_QUERY_TERMS + 1), 'terms'],
    ['listed values', `x:(${'a '.repeat(MAX_QUERY_TERMS + 1)})`, 'terms'],
    ['wildcards', `x:${'?a'.repeat(20_000)}`, 'wildcards'],
  ])('its %s is bounded', (_, text, message) => {
    const parsed = parseQuery(text)
    expect(parsed.ok ? '' : parsed.error.message).toContain(message)
  })
})
