import { describe, expect, test } from 'vitest'
import type { FieldValue } from '../model/value.ts'
import { MAX_GROUP_LENGTH, MAX_GROUPS } from './defaults.ts'
import { fieldEvent } from '../../test/field-event.ts'
import { groupText } from './group-text.ts'
import { parseQuery } from './parse-query.ts'
import type { QueryEvent } from './query-event.ts'
import { runQuery, startQuery } from './run-query.ts'

const events = [
  fieldEvent({ user: 'ann', code: 1 }, { _time: '2026-01-01T00:10:00.000000Z' }),
  fieldEvent({ user: 'bob', code: 1 }, { _time: '2026-01-01T00:50:00.000000Z' }),
  fieldEvent({ user: 'ann', code: '1' }, { _time: '2026-01-01T02:00:00.000000Z' }),
  fieldEvent({ user: null, code: 2 }, { _time: null }),
  fieldEvent({ code: [1, 2] }, { _time: null }),
]

describe('a pipe', () => {
  test('counts', () => {
    expect(run('user:*|count', events)).toEqual({ kind: 'count', total: 3 })
    expect(run('user:*', events)).toEqual({ kind: 'count', total: 3 })
  })

  test('counts by a field, what has none under null', () => {
    expect(run('| count by user', events)).toEqual({
      kind: 'groups',
      fields: ['user'],
      groups: [{ values: ['ann'], count: 2 }, { values: [null], count: 2 }, { values: ['bob'], count: 1 }],
      other: 0,
      total: 5,
    })
  })

  test('counts by several fields', () => {
    const result = run('user:* | count by user, code', events)
    expect(result.kind === 'groups' && result.groups).toEqual([{ values: ['ann', '1'], count: 2 }, { values: ['bob', '1'], count: 1 }])
  })

  test('shows the top, and the others as one number', () => {
    expect(run('| top 1 code', events)).toMatchObject({ groups: [{ values: ['1'], count: 3 }], other: 2, total: 5 })
  })

  test('charts over time, and counts what has none', () => {
    expect(run('| timechart span=1h', events)).toEqual({
      kind: 'timechart',
      spanUs: 3_600_000_000,
      buckets: [{ time: Date.UTC(2026, 0, 1) * 1_000, count: 2 }, { time: Date.UTC(2026, 0, 1, 2) * 1_000, count: 1 }],
      withoutTime: 2,
      other: 0,
      total: 5,
    })
  })

  test('keeps a bounded number of groups and spans, and loses no event', () => {
    const many = function* (): Generator<QueryEvent> {
      for (let i = 0; i < MAX_GROUPS + 500; i++) yield fieldEvent({ n: i }, { _time: new Date(i * 1_000).toISOString() })
      yield fieldEvent({ n: 0 }, { _time: new Date(0).toISOString() })
    }
    const groups = run('| count by n', many())
    expect(groups.kind === 'groups' && [groups.groups.length, groups.groups[0], groups.other, groups.total]).toEqual([
      MAX_GROUPS, { values: ['0'], count: 2 }, 500, MAX_GROUPS + 501,
    ])
    const chart = run('| timechart span=1s', many())
    expect(chart.kind === 'timechart' && [chart.buckets.length, chart.other]).toEqual([MAX_GROUPS, 500])
  })

  test('says of each event whether it matches', () => {
    const parsed = parseQuery('user:ann')
    const running = parsed.ok ? startQuery(parsed.query) : expect.unreachable()
    expect(events.map(event => running.accept(event))).toEqual([true, false, true, false, false])
  })
})

describe('the name of a group', () => {
  test.each<[FieldValue | undefined, string | null]>([
    ['Ann', 'Ann'],
    [5, '5'],
    [9007199254740993n, '9007199254740993'],
    [false, 'false'],
    [null, null],
    [undefined, null],
    [[1, 'a', null], '[1,"a",null]'],
    [{ b: 1n, a: ['x'] }, '{"a":["x"],"b":1}'],
  ])('%o is %s', (value, text) => {
    expect(groupText(value)).toBe(text)
  })

  test('keeps long values apart without keeping them', () => {
    const names = ['a', 'b'].map(end => groupText('x'.repeat(100_000) + end))
    expect(names[0]).not.toBe(names[1])
    expect(names[0]!.length).toBeLessThan(MAX_GROUP_LENGTH + 30)
  })
})

function run(text: string, over: Iterable<QueryEvent>) {
  const parsed = parseQuery(text)
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.error))
  return runQuery(parsed.query, over)
}
