import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { describeWithData, testData, testFiles } from '../../../../test/test-data.ts'
import type { Detector } from '../../../model/detector.ts'
import { EventBatchBuilder, type EventBatch } from '../../../model/event-batch.ts'
import type { Fact } from '../../../model/reason.ts'
import type { Fields } from '../../../model/value.ts'
import { Correlator } from '../correlation/correlator.ts'
import { withSignals } from '../correlation/with-signals.ts'
import { loadRules, loadRuleText, type RuleSet } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import { PlainCorrelator } from '../testing/plain-correlator.ts'
import { lampMappings, placeholders, randomEvent, randomFilter, randomRule } from '../testing/random-rules.ts'
import { fastSigmaDetector } from './fast-sigma-detector.ts'

/** Rules and events of one set: a case is one rule on one event, and what is said of each must agree. */
const RULES = 8
const EVENTS = byDepth(12, 12, 100)
const CASES = byDepth(200, 4_000, 1_000_000)

test('random rules with filters match the same random events as with the plain evaluator', () => {
  let cases = 0
  let matches = 0
  const ruleSets = fc.tuple(fc.array(randomRule, { minLength: 1, maxLength: RULES }), fc.array(randomFilter, { maxLength: 2 }))
  const events = fc.array(randomEvent, { minLength: 1, maxLength: EVENTS, size: 'max' })
  // As many sets as it takes: how many cases one has is random.
  for (let seed = 1; cases < CASES; seed++) {
    fc.assert(fc.property(ruleSets, events, ([rules, filters], each) => {
      const ruleSet = loadRuleText([...rules, ...filters].map((write, position) => write(position)).join('---\n'), 'r.yml', placeholders)
      expect(ruleSet.rules.length).toBe(rules.length)
      cases += rules.length * each.length
      matches += expectAgreement(ruleSet, batchOf(each))
    }), { numRuns: SETS_AT_A_TIME, seed, endOnFailure: true })
    if (seed % SEEDS_BETWEEN_REPORTS === 0) process.stderr.write(`${cases} of ${CASES} random cases agree, ${matches} of them matches\n`)
  }
  if (CASES >= CASES_WORTH_A_REPORT) process.stderr.write(`${cases} random cases agree, ${matches} of them matches\n`)
  expect(matches).toBeGreaterThan(cases / 50)
}, byDepth(30_000, 120_000, 6 * 3_600_000))

const SETS_AT_A_TIME = 20
const SEEDS_BETWEEN_REPORTS = 50
const CASES_WORTH_A_REPORT = 100_000

test('random correlations of random rules with filters are completed by the same events in both engines and both correlators', () => {
  let completed = 0
  const operator = fc.constantFrom('gte: 2', 'lt: 3', 'eq: 1', 'gt: 1, lte: 4', 'neq: 2')
  const correlation = fc.record({
    type: fc.constantFrom('event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_median'),
    groups: fc.subarray(['A', 'C']),
    seconds: fc.integer({ min: 1, max: 6 }),
    operator,
    rules: fc.constantFrom('[r0, r1]', '[r1]', '[r1, r0]'),
    generate: fc.boolean(),
  }).map(({ type, groups, seconds, operator: number, rules, generate }) => (position: number) =>
    `title: c\nid: correlation-${position}\ncorrelation:\n  type: ${type}\n  rules: ${rules}\n  group-by: [${groups.join(', ')}]\n  timespan: ${seconds}s\n` +
    `  generate: ${generate}\n  condition: {${number}${type.startsWith('value_') ? ', field: B' : ''}}\n`)
  const ruleSets = fc.tuple(randomRule, randomRule, randomFilter, fc.array(correlation, { minLength: 1, maxLength: 3 }))
  fc.assert(fc.property(ruleSets, fc.array(fc.tuple(randomEvent, fc.constantFrom(0, 1, 1, 3)), { maxLength: 30, size: 'max' }), ([first, second, filter, others], story) => {
    const documents = [first, second, filter, ...others].map((write, position) => write(position))
    const ruleSet = loadRuleText(documents.join('---\n'), 'r.yml', placeholders)
    expect(ruleSet.correlations.length).toBe(others.length)
    const fast = signalsOf(fastSigmaDetector(ruleSet, lampMappings), ruleSet, story.map(([event]) => event))
    expect(fast).toEqual(signalsOf(sigmaDetector(ruleSet, lampMappings), ruleSet, story.map(([event]) => event)))
    const [correlator, plain] = [new Correlator(ruleSet.correlations), new PlainCorrelator(ruleSet.correlations)]
    let time = 1e15
    for (const [index, [, gap]] of story.entries()) {
      time += gap * 1e6
      const found = correlator.accept(time, fast[index]!).map(({ rule }) => rule)
      expect(found).toEqual(plain.accept(time, fast[index]!))
      completed += found.length
    }
  }), { numRuns: byDepth(20, 150, 3_000), endOnFailure: true })
  expect(completed).toBeGreaterThan(0)
}, byDepth(30_000, 60_000, 3_600_000))

function signalsOf(detector: Detector, ruleSet: RuleSet, events: readonly (readonly [string, Fields])[]) {
  const matches = withSignals(detector, ruleSet, lampMappings).inspect(batchOf(events))
  return events.map((_, row) => matches.filter(match => match.row === row && match.signal !== undefined).map(({ rule, signal }) => ({ rule: rule.id, values: signal! })))
}

describeWithData('all public rules', ['sigma/rules', 'sigma/lanes'], () => {
  const rules = loadRules([testData('sigma/rules')])
  const oracle = sigmaDetector(rules, lampMappings)
  const fast = fastSigmaDetector(rules, lampMappings)
  const lanes = testFiles('sigma/lanes', '.ndjson.gz').map(file => [basename(file, '.ndjson.gz'), file] as const)

  test.each(lanes)('match the same events of %s', (_, file) => {
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
    const every = byDepth(2_000, 100, 1)
    const events = lines.filter((_line, index) => index % every === 0).map((line): [string, Fields] => ['generic.json', JSON.parse(line)])
    expect(said(fast, batchOf(events))).toEqual(said(oracle, batchOf(events)))
  })
})

interface Said {
  readonly row: number
  readonly rule: string
  readonly facts: readonly Fact[]
}

/** Matches with their facts, of which a million would take too long to state. */
function said(detector: Detector, batch: EventBatch): Said[] {
  return detector.inspect(batch).map((match, index) => ({ row: match.row, rule: match.rule.id, facts: index < STATED ? match.facts() : [] }))
}

const STATED = 5

function expectAgreement(rules: RuleSet, batch: EventBatch): number {
  const expected = said(sigmaDetector(rules, lampMappings), batch)
  expect(said(fastSigmaDetector(rules, lampMappings), batch)).toEqual(expected)
  return expected.length
}

function batchOf(events: readonly (readonly [dataset: string, fields: Fields])[]): EventBatch {
  const builder = new EventBatchBuilder()
  for (const [record, [ofDataset, each]] of events.entries()) builder.add({ dataset: ofDataset, time: null, record, offset: record, length: 1, fields: each })
  return builder.take()
}
