import { expect, test } from 'vitest'
import { parseQuery } from './parse-query.ts'
import { queryFields } from './query-fields.ts'

test.each([
  ['a free text speaks of no field', 'mimikatz', []],
  ['every term is seen, also below not and in parentheses', 'a:1 and (b:2 or not c:[1 TO 2])', ['a', 'b', 'c']],
  ['what a pipe groups by is seen', 'a:1 | count by b, c', ['a', 'b', 'c']],
  ['what a pipe ranks is seen', '* | top 5 d', ['d']],
  ['a time chart speaks of the time', '* | timechart span=1h', ['_time']],
])('%s', (_, text, fields) => {
  const parsed = parseQuery(text)
  expect(parsed.ok && [...queryFields(parsed.query)].sort()).toEqual(fields)
})
