import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Signal } from '../../../model/signal.ts'
import { byDepth } from '../../../../test/depth.ts'
import { loadRuleText } from '../load/load-rules.ts'
import type { LinkedCorrelation } from '../rule/correlation.ts'
import { formatProblem } from '../rule/problem.ts'
import { PlainCorrelator } from '../testing/plain-correlator.ts'
import { Correlator } from './correlator.ts'
import { neededFields } from './needed-fields.ts'

const NAMES = ['a', 'b', 'c'] as const
const RULES = NAMES.map(name => `title: ${name}\nname: ${name}\nid: rule-${name}\nlogsource: {category: x}\ndetection: {s: {A: ${name}}, condition: s}\n`).join('---\n')

/** Correlations over the rules a, b and c; each body is the inside of a `correlation`. */
function correlations(...bodies: string[]): readonly LinkedCorrelation[] {
  const documents = bodies.map((body, index) => `---\ntitle: C${index}\nid: c${index}\nname: n${index}\ncorrelation:\n${body.trim().replace(/^/gm, '  ')}\n`)
  const { correlations: linked, problems } = loadRuleText(RULES + documents.join(''))
  expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([])
  return linked
}

/** `a@1 u=x`: rule a at second 1 with the field u; several rules of one event are joined with `+`. */
function run(linked: readonly LinkedCorrelation[], story: string): string {
  const correlator = new Correlator(linked)
  return story.trim().split('\n').map(line => {
    const [, rules, second, rest] = /^\s*(\S+)@([\d.]+)(.*)$/.exec(line)!
    const values = Object.fromEntries(rest!.trim().split(/\s+/).filter(part => part !== '').map(part => part.split('=') as [string, string]))
    const signals = rules!.split('+').map((name): Signal => ({ rule: `rule-${name}`, values }))
    return correlator.accept(Number(second) * 1e6, signals).map(({ rule }) => rule).join('+') || '-'
  }).join(' ')
}

describe('event_count', () => {
  const four = 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 3}'
  test.each([
    ['is completed by the event that makes it enough, and by those after it', four, 'a@1 u=x\na@2 u=x\na@3 u=x\na@4 u=x', '- - c0 c0'],
    ['counts an event as old as the timespan', four, 'a@1 u=x\na@2 u=x\na@11 u=x', '- - c0'],
    ['forgets one that is older', four, 'a@1 u=x\na@2 u=x\na@11.000001 u=x', '- - -'],
    ['slides, and knows no borders', four, 'a@9 u=x\na@14 u=x\na@19 u=x\na@24 u=x\na@40 u=x', '- - c0 c0 -'],
    ['counts each group by itself', four, 'a@1 u=x\na@1 u=y\na@2 u=x\na@2 u=y\na@3 u=x', '- - - - c0'],
    ['takes letters of a group without case', four, 'a@1 u=Ann\na@2 u=ann\na@3 u=ANN', '- - c0'],
    ['has no group for an event without the field', four, 'a@1 u=x\na@2\na@3 u=x\na@4 u=x', '- - - c0'],
    ['without group-by is about all events', four.replace('\ngroup-by: [u]', ''), 'a@1 u=x\na@2 u=y\na@3', '- - c0'],
    ['groups by several fields', four.replace('[u]', '[u, v]'), 'a@1 u=x v=1\na@2 u=x v=2\na@3 u=x v=1\na@4 u=x v=1', '- - - c0'],
    ['leaves other rules alone', four, 'a@1 u=x\nb@2 u=x\na@3 u=x', '- - -'],
    ['sums several rules', four.replace('[a]', '[a, b]'), 'a@1 u=x\nb@2 u=x\na@3 u=x', '- - c0'],
    ['counts an event once, however many of the rules it matches', four.replace('[a]', '[a, b]'), 'a+b@1 u=x\na+b@2 u=x\na@3 u=x', '- - c0'],
    ['with a range', four.replace('{gte: 3}', '{gt: 1, lt: 3}'), 'a@1 u=x\na@2 u=x\na@3 u=x', '- c0 -'],
    ['with eq', four.replace('{gte: 3}', '{eq: 2}'), 'a@1 u=x\na@2 u=x\na@3 u=x', '- c0 -'],
    ['with neq', four.replace('{gte: 3}', '{neq: 2}'), 'a@1 u=x\na@2 u=x\na@3 u=x', 'c0 - c0'],
    ['with lte', four.replace('{gte: 3}', '{lte: 1}'), 'a@1 u=x\na@2 u=x\na@30 u=x', 'c0 - c0'],
    ['at one and the same time', four, 'a@1 u=x\na@1 u=x\na@1 u=x', '- - c0'],
    ['over minutes', four.replace('10s', '2m'), 'a@1 u=x\na@60 u=x\na@121 u=x', '- - c0'],
    ['over hours', four.replace('10s', '1h'), 'a@1 u=x\na@3600 u=x\na@3601 u=x', '- - c0'],
    ['over weeks', four.replace('10s', '1w'), 'a@1 u=x\na@604800 u=x\na@604801 u=x\na@1209602 u=x', '- - c0 -'],
    ['over months', four.replace('10s', '1M'), 'a@1 u=x\na@2 u=x\na@2629747 u=x', '- - c0'],
  ])('%s', (_, body, story, expected) => expect(run(correlations(body), story)).toBe(expected))
})

describe('value_count', () => {
  const two = 'type: value_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {field: v, gte: 2}'
  test.each([
    ['counts what differs', two, 'a@1 u=x v=1\na@2 u=x v=1\na@3 u=x v=2', '- - c0'],
    ['forgets a value with its last event', two, 'a@1 u=x v=1\na@2 u=x v=1\na@11.5 u=x v=2\na@12.5 u=x v=2', '- - c0 -'],
    ['does not see an event without the value', two, 'a@1 u=x v=1\na@2 u=x v=2\na@3 u=x', '- c0 -'],
    ['takes letters without case', two, 'a@1 u=x v=Q\na@2 u=x v=q', '- -'],
    ['of several fields counts tuples', two.replace('field: v', 'field: [v, w]'), 'a@1 u=x v=1 w=1\na@2 u=x v=1 w=1\na@3 u=x v=1 w=2', '- - c0'],
    ['of several fields needs all', two.replace('field: v', 'field: [v, w]'), 'a@1 u=x v=1 w=1\na@2 u=x v=1\na@3 u=x v=2 w=1', '- - c0'],
  ])('%s', (_, body, story, expected) => expect(run(correlations(body), story)).toBe(expected))
})

describe('value_sum, value_avg, value_median and value_percentile', () => {
  const of = (type: string, condition: string) => `type: ${type}\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {field: v, ${condition}}`
  test.each([
    ['a sum', of('value_sum', 'gt: 10'), 'a@1 u=x v=5\na@2 u=x v=6\na@20 u=x v=7', '- c0 -'],
    ['a sum without what is no number', of('value_sum', 'gte: 3'), 'a@1 u=x v=1\na@2 u=x v=no\na@3 u=x v=2\na@4 u=x', '- - c0 -'],
    ['a sum of fractions that depends on the window alone', of('value_sum', 'eq: 0.3'), 'a@1 u=x v=1e300\na@20 u=x v=0.3', '- c0'],
    ['a sum of negative numbers', of('value_sum', 'lt: 0'), 'a@1 u=x v=5\na@2 u=x v=-6', '- c0'],
    ['an average', of('value_avg', 'gte: 3'), 'a@1 u=x v=2\na@2 u=x v=4\na@3 u=x v=2', '- c0 -'],
    ['a median of an odd number', of('value_median', 'eq: 5'), 'a@1 u=x v=1\na@2 u=x v=9\na@3 u=x v=5', 'c0 - -'.replace('c0 - -', '- c0 c0')],
    ['a median of an even number lies between', of('value_median', 'eq: 3'), 'a@1 u=x v=2\na@2 u=x v=4', '- c0'],
    ['a percentile between two numbers', of('value_percentile', 'percentile: 90, gt: 9'), 'a@1 u=x v=0\na@2 u=x v=10\na@3 u=x v=10', '- - c0'],
    ['a percentile at the end', of('value_percentile', 'percentile: 100, gte: 10'), 'a@1 u=x v=0\na@2 u=x v=10\na@13 u=x v=1', '- c0 -'],
    ['a number of an event that matches two rules once', of('value_sum', 'gte: 10').replace('[a]', '[a, b]'), 'a+b@1 u=x v=5\na@2 u=x v=5', '- c0'],
  ])('%s', (_, body, story, expected) => expect(run(correlations(body), story)).toBe(expected))
})

describe('temporal', () => {
  const all = 'type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 10s'
  test.each([
    ['needs all rules, in any order', all, 'c@1 u=x\na@2 u=x\nb@3 u=x', '- - c0'],
    ['within the timespan', all, 'c@1 u=x\na@2 u=x\nb@11.5 u=x\nc@12 u=x', '- - - c0'],
    ['in one group', all, 'c@1 u=x\na@2 u=y\nb@3 u=x', '- - -'],
    ['in one event', all, 'a+b+c@1 u=x', 'c0'],
    ['with fewer when the condition says so', `${all}\ncondition: {gte: 2}`, 'c@1 u=x\na@2 u=x', '- c0'],
    ['with a condition over rules', `${all}\ncondition: a and (b or c)`, 'a@1 u=x\nc@2 u=x\nb@20 u=x', '- c0 -'],
    ['without a rule', `${all}\ncondition: a and b and not c`, 'a@1 u=x\nb@2 u=x\nc@3 u=x\nb@4 u=x\nb@13.5 u=x\na@14 u=x', '- c0 - - - c0'],
    ['with a number of rules', `${all}\ncondition: 1 of them`, 'a@1 u=x', 'c0'],
    ['with aliases', 'type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 10s\naliases: {ip: {a: src, b: dst}}', 'a@1 src=1 dst=2\nb@2 src=1 dst=2\nb@3 src=2 dst=1', '- - c0'],
    ['with aliases by id', 'type: temporal\nrules: [rule-a, rule-b]\ngroup-by: [ip]\ntimespan: 10s\naliases: {ip: {rule-a: src, rule-b: dst}}', 'a@1 src=1\nb@2 dst=1', '- c0'],
  ])('%s', (_, body, story, expected) => expect(run(correlations(body), story)).toBe(expected))
})

describe('temporal_ordered', () => {
  const all = 'type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 10s'
  test.each([
    ['needs the order', all, 'a@1 u=x\nc@2 u=x\nb@3 u=x\nc@4 u=x', '- - - c0'],
    ['lets others come between', all, 'a@1 u=x\na@2 u=x\nb@3 u=x\na@4 u=x\nc@5 u=x', '- - - - c0'],
    ['from the first to the last within the timespan', all, 'a@1 u=x\nb@5 u=x\nc@11.5 u=x', '- - -'],
    ['with the latest beginning', all, 'a@1 u=x\na@3 u=x\nb@5 u=x\nc@12 u=x', '- - - c0'],
    ['with an event for one rule only', 'type: temporal_ordered\nrules: [a, b]\ngroup-by: [u]\ntimespan: 10s', 'a+b@1 u=x\na+b@2 u=x', '- c0'],
    ['of two rules out of three', `${all}\ncondition: {gte: 2}`, 'a@1 u=x\nc@2 u=x\nb@3 u=x', '- c0 c0'],
    ['at one and the same time, in the order of the events', all, 'a@1 u=x\nb@1 u=x\nc@1 u=x', '- - c0'],
    ['without a rule', `${all}\ncondition: a and b and not c`, 'a@1 u=x\nb@2 u=x\nc@3 u=x\nb@4 u=x', '- c0 - -'],
  ])('%s', (_, body, story, expected) => expect(run(correlations(body), story)).toBe(expected))
})

describe('a chain', () => {
  const many = 'type: event_count\nrules: [a]\ngroup-by: [u, host]\ntimespan: 10s\ncondition: {gte: 2}'
  test.each([
    ['of many failures and a success', [many, 'type: temporal_ordered\nrules: [n0, b]\ngroup-by: [u]\ntimespan: 1m'], 'a@1 u=x host=h\na@2 u=x host=h\nb@3 u=x host=i', '- c0 c1'],
    ['completed by one event', [many, 'type: event_count\nrules: [n0]\ngroup-by: [host]\ntimespan: 1m\ncondition: {gte: 2}'], 'a@1 u=x host=h\na@2 u=x host=h\na@3 u=x host=h', '- c0 c0+c1'],
    ['grouped by what its part does not know', [many, 'type: value_count\nrules: [n0]\ngroup-by: [net]\ntimespan: 1m\ncondition: {field: u, gte: 2}'],
      'a@1 u=x host=h net=n\na@2 u=x host=h net=n\na@3 u=y host=h net=n\na@4 u=y host=h net=n', '- c0 - c0+c1'],
    ['by an alias of its part', ['type: event_count\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 10s\ncondition: {gte: 2}\naliases: {ip: {a: src, b: dst}}', 'type: temporal_ordered\nrules: [n0, c]\ngroup-by: [ip]\ntimespan: 1m'],
      'a@1 src=1\nb@2 dst=1\nc@3 ip=1', '- c0 c1'],
  ] as const)('%s', (_, bodies, story, expected) => expect(run(correlations(...bodies), story)).toBe(expected))

  test('asks of the events of its rules what all of it needs', () => {
    const linked = correlations(many, 'type: value_count\nrules: [n0, b]\ngroup-by: [u, net]\ntimespan: 1m\ncondition: {field: x, gte: 2}')
    const needed = neededFields(linked)
    expect([[...needed.get('rule-a')!].sort(), [...needed.get('rule-b')!].sort()]).toEqual([['host', 'net', 'u', 'x'], ['net', 'u', 'x']])
  })
})

test('agrees with the plain correlator on any correlations and any events', () => {
  const condition = fc.record({ operator: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'), value: fc.nat({ max: 5 }) })
    .map(({ operator, value }) => `${operator}: ${value}`)
  const body = fc.record({
    type: fc.constantFrom('event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_avg', 'value_percentile', 'value_median'),
    rules: fc.shuffledSubarray([...NAMES, 'n0'], { minLength: 1 }),
    groups: fc.subarray(['u', 'w']),
    seconds: fc.integer({ min: 1, max: 12 }),
    condition,
    over: fc.constantFrom('number', 'rules', 'none'),
    percentile: fc.constantFrom(0, 25, 90, 100),
  })
  const write = ({ type, rules, groups, seconds, condition: number, over, percentile }: typeof body extends fc.Arbitrary<infer T> ? T : never, usable: readonly string[]) => {
    const used = rules.filter(rule => usable.includes(rule))
    const named = used.length === 0 ? ['a'] : used
    const isTemporal = type.startsWith('temporal')
    const text = isTemporal && over === 'none' ? '' : isTemporal && over === 'rules' ? `\ncondition: ${named.length === 1 ? named[0]! : `${named.slice(0, -1).join(' and ')} and not ${named.at(-1)!}`}`
      : `\ncondition: {${number}${type.startsWith('value') ? ', field: v' : ''}${type === 'value_percentile' ? `, percentile: ${percentile}` : ''}}`
    return `type: ${type}\nrules: [${named.join(', ')}]\ngroup-by: [${groups.join(', ')}]\ntimespan: ${seconds}s${text}`
  }
  const value = fc.constantFrom('x', 'X', 'y', '1', '2.5', '-3', '1e300', '')
  const event = fc.record({
    gap: fc.constantFrom(0, 0, 500_000, 1_000_000, 3_000_000, 30_000_000),
    rules: fc.subarray([...NAMES], { minLength: 1 }),
    values: fc.dictionary(fc.constantFrom('u', 'v', 'w'), value, { noNullPrototype: true }),
  })
  fc.assert(fc.property(body, body, fc.array(event, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (first, second, events, every) => {
    const linked = correlations(write(first, NAMES), write(second, [...NAMES, 'n0']))
    let fast = new Correlator(linked)
    const plain = new PlainCorrelator(linked)
    let time = 1e15
    for (const [index, { gap, rules, values }] of events.entries()) {
      time += gap
      const signals = rules.map((name): Signal => ({ rule: `rule-${name}`, values }))
      if (index % every === 0) {
        const original = fast
        fast = fast.copy()
        // What the original sees from now on is nothing to the copy.
        original.accept(time, signals)
      }
      expect(fast.accept(time, signals).map(({ rule }) => rule)).toEqual(plain.accept(time, signals))
    }
    expect(fast.evicted).toBe(0)
  }), { numRuns: byDepth(100, 1_500, 100_000) })
})

test('forgets the groups that were quiet longest when there are too many, and counts them', () => {
  const correlator = new Correlator(correlations('type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 1d\ncondition: {gte: 2}'), 1_000)
  for (let user = 0; user < 10_000; user++) correlator.accept(user * 1e6, [{ rule: 'rule-a', values: { u: String(user) } }])
  expect(correlator.evicted).toBeGreaterThan(8_500)
  expect(correlator.accept(10_001e6, [{ rule: 'rule-a', values: { u: '9999' } }]).length).toBe(1)
})
