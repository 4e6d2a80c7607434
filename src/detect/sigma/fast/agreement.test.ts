import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { describeWithData, testData, testFiles } from '../../../../test/test-data.ts'
import type { Detector } from '../../../model/detector.ts'
import { EventBatchBuilder, type EventBatch } from '../../../model/event-batch.ts'
import { Mappings } from '../../../model/mappings.ts'
import { sourceMappingSchema } from '../../../model/source-mapping.ts'
import type { Fact } from '../../../model/reason.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { loadRules, loadRuleText, type RuleSet } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import { fastSigmaDetector } from './fast-sigma-detector.ts'

const mappings = new Mappings([sourceMappingSchema.parse({
  source: 'lamps',
  title: 'Lamps',
  datasets: {
    'lamps.switch': {
      logsource: { product: 'lamps' },
      categories: [
        { category: 'light', when: { B: 'x*' }, fields: { A: ['Lamp', 'C'], D: ['N.D'] } },
        { category: 'dark', fields: { A: ['a b'] } },
      ],
      fields: { A: ['A.B', 'B'], D: ['Room'], Room: ['A'] },
    },
  },
})])

const name = fc.constantFrom('A', 'B', 'C', 'A.B', 'a b', 'N', 'D', 'Lamp', 'Room', 'B.A', '__proto__', 'constructor')
const words = ['x', 'X', 'xy', '', 'ab*', '\\', '5', '-f', '/F', '–f', '10.0.0.1', '2026-11-22 10:00', 'Straße', 'STRAẞE', 'ΟΔΟΣ', 'οδος', 'İx', 'ıi', 'K', 'ſ', '𐐀b',
  'C:\\Windows\\System32\\cmd.exe', 'cmd.exe /c whoami', 'powershell -enc SQBFAFgA', 'a\nb', 'Zm9vYmFy', '狼煙']
const scalar = fc.oneof(
  fc.constantFrom<FieldValue>(...words, null, true, false, 0, 5, -1.5, NaN, 1e21, 9007199254740993n),
  fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words), fc.constantFrom(...words)).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const value: fc.Arbitrary<FieldValue> = fc.letrec<{ value: FieldValue }>(tie => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, { weight: 5, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 3 })),
})).value
const label = fc.constantFrom('product', 'service', 'category')
const fields: fc.Arbitrary<Fields> = fc.tuple(
  fc.dictionary(name, value, { maxKeys: 5 }),
  fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fc.dictionary(label, fc.constantFrom('lamps', 'light', 'dark', 'ssh', 'p'), { maxKeys: 2 })),
).map(([own, labels]) => ({ ...own, ...labels }))

const modifier = fc.constantFrom('contains', 'startswith', 'endswith', 'all', 'cased', 'neq', 'windash', 're', 'i', 'm', 's', 'cidr', 'exists', 'lt', 'gte', 'hour',
  'fieldref', 'base64', 'base64offset', 'wide', 'utf16', 'expand')
const regexes = ['^x', 'x|y', '(?i)k', '[xX]y?', '(ab)+', 'a{0}b', 'x{2,3}', '\\x78y', '[^x]', 'cmd(\\.exe)? /c', '(?i:S)+', '\\\\S\\w+32', 'straße', '[K]', '^$', '\\bwho', '(?:a|)x', '.', '[-/]f', 'a.b', '[[:alpha:]]y']
const written = fc.oneof(
  fc.constantFrom(...words, 'x*', '*', '?', '??', '\\*', '*x', 'a?b', '*cmd*whoami', '10.0.0.0/8', 'B', '%p%', 'foobar'),
  fc.constantFrom(...regexes),
  fc.string({ maxLength: 4 }),
)
const chain = fc.oneof(fc.array(modifier, { maxLength: 3 }), fc.constantFrom(['contains'], ['endswith'], ['startswith'], ['re'], ['re', 'i'], [], ['contains', 'all'],
  ['contains', 'windash'], ['cased', 'contains'], ['contains', 'neq'], ['base64offset', 'contains'], ['wide', 'base64offset', 'contains'], ['fieldref', 'startswith']))
const field = fc.constantFrom('A', 'B', 'C', 'D', 'A.B', 'ab', 'N.A', 'Room', 'constructor', '__proto__', '')
const item = fc.tuple(field, chain, fc.oneof(
  { weight: 2, arbitrary: written }, { weight: 2, arbitrary: fc.array(written, { minLength: 1, maxLength: 4 }) }, { weight: 1, arbitrary: fc.constantFrom(true, false, null, 5, -1.5) },
)).map(([own, modifiers, each]) => `${JSON.stringify([own, ...modifiers].join('|'))}: ${JSON.stringify(each)}`)

const placeholders = { placeholders: { p: ['x', 'B*'] } }
const loads = (selection: string) => loadRuleText(`title: t\nlogsource: {product: p}\ndetection: {a: ${selection}, condition: a}\n`, 'r.yml', placeholders).rules.length === 1
const legalItem = item.filter(each => loads(`{${each}}`))
const selection = fc.oneof(
  fc.uniqueArray(legalItem, { minLength: 1, maxLength: 3, selector: each => each.slice(0, each.indexOf('":')) }).map(items => `{${items.join(', ')}}`),
  fc.array(legalItem, { minLength: 1, maxLength: 3 }).map(items => `[${items.map(each => `{${each}}`).join(', ')}]`),
)
const condition = fc.constantFrom('a', 'a', 'not a', 'a and b', 'a or b', 'a and not b', '1 of them', 'all of them', 'not (a or not b)', '(a or c) and not b',
  'not 1 of a*', 'a or not c', 'a and (b or c)')
const logsource = fc.constantFrom('{product: lamps}', '{category: light}', '{category: dark}', '{product: lamps, category: light}', '{service: ssh}', '{product: p, service: ssh}')
const rule = fc.tuple(logsource, selection, selection, selection, condition, fc.uuid())
  .map(([source, a, b, c, each, id]) => `title: t\nid: ${id}\nlogsource: ${source}\ndetection:\n  a: ${a}\n  b: ${b}\n  c: ${c}\n  condition: ${each}\n`)
const dataset = fc.constantFrom('unknown', 'lamps.switch')

/** Rules and events of one case: what is said of each pair must agree. */
const RULES = 6
const EVENTS = 8

test('random rules match the same random events as with the plain evaluator', () => {
  let cases = 0
  let matches = 0
  fc.assert(fc.property(fc.array(rule, { minLength: 1, maxLength: RULES }), fc.array(fc.tuple(dataset, fields), { minLength: 1, maxLength: EVENTS }), (rules, events) => {
    const ruleSet = loadRuleText(rules.join('---\n'), 'r.yml', placeholders)
    const batch = batchOf(events)
    cases += ruleSet.rules.length * events.length
    matches += expectAgreement(ruleSet, batch)
  }), { numRuns: byDepth(25, 200, 60_000), endOnFailure: true })
  expect(matches).toBeGreaterThan(cases / 50)
}, byDepth(30_000, 60_000, 4 * 3_600_000))

describeWithData('all public rules', ['sigma/rules', 'sigma/lanes'], () => {
  const rules = loadRules([testData('sigma/rules')])
  const oracle = sigmaDetector(rules, mappings)
  const fast = fastSigmaDetector(rules, mappings)
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

const STATED = 20

function expectAgreement(rules: RuleSet, batch: EventBatch): number {
  const expected = said(sigmaDetector(rules, mappings), batch)
  expect(said(fastSigmaDetector(rules, mappings), batch)).toEqual(expected)
  return expected.length
}

function batchOf(events: readonly (readonly [dataset: string, fields: Fields])[]): EventBatch {
  const builder = new EventBatchBuilder()
  for (const [record, [ofDataset, each]] of events.entries()) builder.add({ dataset: ofDataset, time: null, record, offset: record, length: 1, fields: each })
  return builder.take()
}
