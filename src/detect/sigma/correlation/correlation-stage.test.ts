import { describe, expect, test } from 'vitest'
import type { OrderedEvent } from '../../../model/ordered-stage.ts'
import { renderFact } from '../../../model/render-fact.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { CORRELATION_FACTS, correlationStage } from './correlation-stage.ts'

const RULES = ['a', 'b', 'c'].map(name => `title: Rule ${name}\nname: ${name}\nid: rule-${name}\nlogsource: {category: x}\ndetection: {s: {A: ${name}}, condition: s}\n`).join('---\n')

function event(id: string, second: number, rules: readonly string[], values: Readonly<Record<string, string>>): OrderedEvent {
  const signals = rules.map(rule => ({ rule: `rule-${rule}`, values }))
  return { id, time: second * 1e6, evidence: 'e', record: 0, offset: 0, ordinal: 0, subject: { type: 'host', value: 'h' }, entities: [], signals }
}

/** The ids that the fact of each event lists; `null` for an event that completes nothing. */
function listed(correlation: string, ...events: readonly OrderedEvent[]) {
  const stage = correlationStage(loadRuleText(`${RULES}---\ntitle: C\nid: the-correlation\ncorrelation: ${correlation}\n`))
  return events.map(each => stage.accept(each)[0]?.facts[0] ?? null)
}

describe('the fact of a correlation', () => {
  test('lists the events it stands on, and asks for exactly those', () => {
    const [, second] = listed('{type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: 2}}', event('e1', 1, ['a'], { u: 'x' }), event('e2', 2, ['a'], { u: 'x' }))
    expect(second).toMatchObject({
      numbers: { timespan: 10_000_000, count: 2 }, eventIds: ['e2', 'e1'], query: '_id:("e2" or "e1")', terms: { rules: 'Rule a', group: 'u x' },
    })
    expect(renderFact(second!, CORRELATION_FACTS, 'en')).toBe('Within 10 seconds, this event completed what the rule looks for in events of “Rule a” with the same u x (the latest 2 to look at).')
    expect(renderFact(second!, CORRELATION_FACTS, 'ja')).toBe('このイベントにより、10 秒以内に起きた、u x が共通する「Rule a」のイベントがルールの条件を満たしました(直近の 2 件を検索できます)。')
  })

  test('leaves out what is older than the timespan, and other groups', () => {
    const facts = listed('{type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: 1}}',
      event('e1', 1, ['a'], { u: 'x' }), event('e2', 5, ['a'], { u: 'y' }), event('e3', 11, ['a'], { u: 'x' }), event('e4', 12, ['a'], { u: 'x' }))
    expect(facts.map(fact => fact?.eventIds)).toEqual([['e1'], ['e2'], ['e3', 'e1'], ['e4', 'e3']])
  })

  test('lists ten at most, the latest', () => {
    const events = Array.from({ length: 25 }, (_, index) => event(`e${index}`, index, ['a'], {}))
    const last = listed('{type: event_count, rules: [a], timespan: 1h, condition: {gte: 1}}', ...events).at(-1)
    expect([last?.numbers['count'], last?.eventIds]).toEqual([10, ['e24', 'e23', 'e22', 'e21', 'e20', 'e19', 'e18', 'e17', 'e16', 'e15']])
  })

  test('lists the last of each rule, however many of another came since', () => {
    const many = Array.from({ length: 20 }, (_, index) => event(`b${index}`, 2 + index, ['b'], {}))
    const last = listed('{type: temporal, rules: [a, b, c], timespan: 1h}', event('first', 1, ['a'], {}), ...many, event('last', 60, ['c'], {})).at(-1)
    expect(last?.eventIds.slice(0, 3).toSorted()).toEqual(['b19', 'first', 'last'])
    expect(last?.numbers['count']).toBe(last?.eventIds.length)
  })
})
