import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { Correlator } from './correlation/correlator.ts'
import { explainRule } from './explain/explain-rule.ts'
import { fastSigmaDetector } from './fast/fast-sigma-detector.ts'
import type { RuleSet } from './load/load-rules.ts'
import { loadRuleText } from './load/load-rules.ts'
import { PlainCorrelator } from './testing/plain-correlator.ts'
import { eventSchema, readCaseGroups, readCases, yamlText } from './testing/read-cases.ts'
import { sigmaDetector } from './sigma-detector.ts'

const nobody = new Mappings([])
const placeholders = { servers: ['srv*', 'dc01'], domain: ['corp.example'], net: ['10.0.0.0/8'], none: [] }

/** Cases that each area has at least. */
const LEAST = 150

describe.each(['modifiers', 'escaping'])('%s', area => {
  const groups = readCases(area, z.strictObject({
    rule: z.json().or(z.record(z.string(), z.unknown())),
    finds: z.array(eventSchema).default([]),
    leaves: z.array(eventSchema).default([]),
    refused: z.string().optional(),
  }))

  test.each(groups)('$says ($by)', ({ try: cases }) => {
    for (const { rule, finds, leaves, refused } of cases) {
      const detection = typeof rule === 'object' && rule !== null && 'condition' in rule ? rule : { selection: rule, condition: 'selection' }
      const ruleSet = loadRuleText(`title: The rule\nlogsource: {category: test}\ndetection: ${yamlText(detection)}\n`, 'rule.yml', { placeholders })
      if (refused === undefined) expectMatches(ruleSet, finds, leaves, yamlText(rule))
      else expectRefusal(ruleSet, refused, yamlText(rule))
    }
  })

  test(`are at least ${LEAST} cases`, () => expect(countOf(groups.flatMap(each => each.try))).toBeGreaterThanOrEqual(LEAST))
})

describe('conditions', () => {
  const groups = readCases('conditions', z.strictObject({
    condition: z.unknown().optional(),
    over: z.string().default('a b c'),
    detection: z.record(z.string(), z.unknown()).optional(),
    finds: z.array(eventSchema.or(z.string().transform(eventOf))).default([]),
    leaves: z.array(eventSchema.or(z.string().transform(eventOf))).default([]),
    refused: z.string().optional(),
  }))

  test.each(groups)('$says ($by)', ({ try: cases }) => {
    for (const { condition, over, detection, finds, leaves, refused } of cases) {
      const identifiers = Object.fromEntries(over.split(' ').map(name => [name, { [name]: 'yes' }]))
      const text = yamlText(detection ?? { ...identifiers, condition })
      const ruleSet = loadRuleText(`title: The rule\nlogsource: {category: test}\ndetection: ${text}\n`)
      if (refused === undefined) expectMatches(ruleSet, finds, leaves, text)
      else expectRefusal(ruleSet, refused, text)
    }
  })

  test(`are at least ${LEAST} cases`, () => expect(countOf(groups.flatMap(each => each.try))).toBeGreaterThanOrEqual(LEAST))
})

/** An event of which the search identifiers hold. */
function eventOf(identifiers: string): Fields {
  return Object.fromEntries(identifiers.split(' ').filter(name => name !== '').map(name => [name, 'yes']))
}

describe('filters', () => {
  const groups = readCases('filters', z.strictObject({
    filter: z.unknown().default({ rules: 'any', selection: { User: 'bob' }, condition: 'selection' }),
    another: z.unknown().optional(),
    logsource: z.unknown().default({ product: 'windows' }),
    title: z.string().default('The filter'),
    id: z.string().default('0e95725d-7320-415d-80f7-004da920fc11'),
    finds: z.array(eventSchema).default([]),
    leaves: z.array(eventSchema).default([]),
    refused: z.string().optional(),
    warned: z.string().optional(),
  }))
  const rule = {
    title: 'The rule', id: '929a690e-bef0-4204-a928-ef5e620d6fcc', name: 'first_rule', logsource: { product: 'windows', category: 'process_creation' },
    detection: { selection: { Image: 'x' }, selection_two: { Image: 'y' }, filter: { User: 'system' }, condition: '1 of selection* and not filter' },
  }

  test.each(groups)('$says ($by)', ({ try: cases }) => {
    for (const { filter, another, finds, leaves, refused, warned, ...rest } of cases) {
      const documents = [rule, { ...rest, filter }, ...(another === undefined ? [] : [{ title: 'Another', logsource: rest.logsource, filter: another }])]
      const text = documents.map(yamlText)
      const ruleSet = loadRuleText(text.join('\n---\n'), 'rule.yml', { placeholders })
      if (refused === undefined) {
        expectMatches(ruleSet, finds, leaves, text[1]!)
        expect(ruleSet.problems.length, text[1]).toBe(warned === undefined ? 0 : 1)
        if (warned !== undefined) expectProblem(ruleSet, warned, text[1]!)
      } else {
        expect(ruleSet.filters, text[1]).toEqual([])
        expectProblem(ruleSet, refused, text[1]!)
      }
    }
  })

  test(`are at least ${LEAST} cases`, () => expect(countOf(groups.flatMap(each => each.try))).toBeGreaterThanOrEqual(LEAST))
})

describe('correlations', () => {
  const groups = readCaseGroups('correlations', z.strictObject({
    by: z.string(),
    says: z.string(),
    correlations: z.array(z.record(z.string(), z.unknown())).default([]),
    try: z.array(z.string()).default([]),
    absorbed: z.array(z.string()).optional(),
    warned: z.string().optional(),
    refused: z.array(z.tuple([z.unknown(), z.string()])).default([]),
  }))
  const rules = ['a', 'b', 'c'].map(name => yamlText({
    title: name, id: `rule-${name}`, name, logsource: { category: 'x' }, detection: { s: { A: name }, condition: 's' },
  }))
  const load = (...written: readonly unknown[]) =>
    loadRuleText([...rules, ...written.map((correlation, index) => yamlText({ title: 'The correlation', id: `c${index}`, name: `n${index}`, correlation }))].join('\n---\n'))

  test.each(groups)('$says ($by)', ({ correlations, try: stories, absorbed, warned, refused }) => {
    const ruleSet = load(...correlations)
    const shown = yamlText(correlations)
    expect(ruleSet.correlations.length, shown).toBe(correlations.length)
    for (const story of stories) expectCompleted(ruleSet, story, shown)
    if (absorbed !== undefined) expect([...ruleSet.absorbed].filter(key => key.startsWith('rule')).sort(), shown).toEqual(absorbed)
    if (warned !== undefined) expectProblem(ruleSet, warned, shown)
    for (const [correlation, beginning] of refused) {
      const refusing = load(correlation)
      expect(refusing.correlations, yamlText(correlation)).toEqual([])
      expectProblem(refusing, beginning, yamlText(correlation))
    }
  })

  test(`are at least ${LEAST} cases`, () => {
    expect(groups.reduce((sum, { try: stories, refused }) => sum + stories.length + refused.length, 0)).toBeGreaterThanOrEqual(LEAST)
  })
})

/** Both correlators complete the same with each event of a story: `a@1 u=x; a+b@2 u=x v=1 -> - c0`. */
function expectCompleted({ correlations }: RuleSet, story: string, name: string): void {
  const [events = '', expected = ''] = story.split(' -> ')
  const [correlator, plain] = [new Correlator(correlations), new PlainCorrelator(correlations)]
  const completed: string[][] = [[], []]
  for (const event of events.split('; ')) {
    const [, rules = '', second = '', rest = ''] = /^(\S+)@([\d.]+)(.*)$/.exec(event) ?? []
    const values = Object.fromEntries(rest.split(' ').filter(part => part !== '').map(part => part.split('=')))
    const signals = rules.split('+').map(rule => ({ rule: `rule-${rule}`, values }))
    const time = Math.round(Number(second) * 1e6)
    completed[0]!.push(correlator.accept(time, signals).map(({ rule }) => rule).join('+') || '-')
    completed[1]!.push(plain.accept(time, signals).join('+') || '-')
  }
  expect(completed.map(each => each.join(' ')), `${story} with ${name}`).toEqual([expected, expected])
}

interface Counted {
  readonly finds: readonly Fields[]
  readonly leaves: readonly Fields[]
  readonly refused?: string | undefined
  readonly warned?: string | undefined
}

/** A case is one event, or one problem. */
function countOf(cases: readonly Counted[]): number {
  return cases.reduce((sum, { finds, leaves, refused, warned }) => sum + finds.length + leaves.length + [refused, warned].filter(each => each !== undefined).length, 0)
}

/** Both engines and the explanation say the same of each event. */
function expectMatches(ruleSet: RuleSet, finds: readonly Fields[], leaves: readonly Fields[], name: string): void {
  expect(ruleSet.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message), name).toEqual([])
  const builder = new EventBatchBuilder()
  for (const [record, fields] of [...finds, ...leaves].entries()) builder.add({ dataset: 'unknown', time: null, record, offset: record, length: 1, fields })
  const batch = builder.take()
  const expected = finds.map(event => yamlText(event))
  const said = (rows: readonly number[]) => rows.map(row => yamlText(batch.fields[row]))
  for (const engine of [sigmaDetector, fastSigmaDetector]) {
    expect(said(engine(ruleSet, nobody).inspect(batch).map(({ row }) => row)), `${engine.name} of ${name}`).toEqual(expected)
  }
  const view = nobody.dataset('unknown')
  const explained = batch.fields.slice(0, batch.count).flatMap((fields, row) => (explainRule(ruleSet.rules[0]!, fields, view).held ? [row] : []))
  expect(said(explained), `explanation of ${name}`).toEqual(expected)
}

function expectRefusal(ruleSet: RuleSet, refused: string, name: string): void {
  expect(ruleSet.rules, name).toEqual([])
  expectProblem(ruleSet, refused, name)
}

/** The beginning of one of the problems: its code, and what follows the title. */
function expectProblem({ problems }: RuleSet, beginning: string, name: string): void {
  const found = problems.map(({ code, message }) => `${code} ${message.replace(/^rule "The \w+": /, '')}`)
  expect(found.map(each => each.slice(0, beginning.length)), `${name}: ${found.join('; ')}`).toContain(beginning)
}
