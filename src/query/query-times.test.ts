import { expect, test } from 'vitest'
import { parseIsoTime } from '../model/time.ts'
import { parseQuery } from './parse-query.ts'
import { queryTimes } from './query-times.ts'

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

test.each([
  ['*', null, null],
  ['a:1', null, null],
  ['_time:[2026-01-01 TO 2026-01-02}', '2026-01-01', '2026-01-02'],
  ['_time:>2026-01-01 a:1', '2026-01-01', null],
  ['_time:>2026-01-01 (b or c) _time:>=2026-01-03 _time:<2026-01-09', '2026-01-03', '2026-01-09'],
  ['_time:>2026-01-01 or a:1', null, null],
  ['not _time:>2026-01-01', null, null],
])('%s: from %s to %s', (text, from, to) => {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  const microseconds = (time: string | null) => (time === null ? undefined : parseIsoTime(time)?.microseconds)
  expect(queryTimes(parsed.query)).toEqual({ from: microseconds(from) ?? always.from, to: microseconds(to) ?? always.to })
})
