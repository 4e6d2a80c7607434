import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { EventBatchBuilder } from '../../../model/event-batch.ts'
import { Mappings } from '../../../model/mappings.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'
import { fastSigmaDetector } from './fast-sigma-detector.ts'
import { isHeldWhereFound } from './found-is-held.ts'

const mappings = new Mappings([])

function ruleSet(keywords: string, condition = 'a') {
  return loadRuleText(`title: t\nlogsource: {product: p}\ndetection: {a: ${keywords}, b: [other], condition: ${condition}}\n`, 'r.yml')
}

test.each([
  ['some keywords', '[denied, "no route"]', 'a', true],
  ['any of two lists of keywords', '[denied]', 'a or b', true],
  ['a keyword longer than what is searched', '["connection reset by peer"]', 'a', false],
  ['a keyword with a dash, which is searched as any dash', '["log-off"]', 'a', false],
  ['a keyword with a letter beyond ASCII', '["größe"]', 'a', false],
  ['a keyword with a wildcard', '["a*b"]', 'a', false],
  ['all of several keywords', '{"|all": [denied, root]}', 'a', false],
  ['what else must not hold', '[denied]', 'a and not b', false],
  ['both of two lists', '[denied]', 'a and b', false],
  ['a field', '{message: denied}', 'a', false],
] as const)('of a rule for %s', (_, keywords, condition, expected) => {
  expect(isHeldWhereFound(ruleSet(keywords, condition).rules[0]!)).toBe(expected)
})

const letters = fc.constantFrom('a', 'A', 'k', '\u212A', 's', '\u017F', '-', '/', '\u2013', 'é', ' ', '\\\\', '\n', '0')
const text = fc.string({ unit: letters, maxLength: 20 })
const value = fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.record({ inner: text }), fc.constantFrom(null, 5, true))
const keyword = fc.string({ unit: letters, minLength: 1, maxLength: 4 })

test('rules for keywords match as with the plain evaluator, whatever else the event says', () => {
  let matches = 0
  fc.assert(fc.property(fc.array(fc.array(keyword, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), fc.array(fc.dictionary(fc.constantFrom('m', 'n', 'o'), value), { minLength: 1, maxLength: 8 }), (lists, events) => {
    const documents = lists.map((each, index) => `title: t\nid: r${index}\nlogsource: {product: p}\ndetection: {a: ${JSON.stringify(each)}, condition: a}\n`)
    const rules = loadRuleText(documents.join('---\n'), 'r.yml')
    const builder = new EventBatchBuilder()
    for (const [record, fields] of events.entries()) builder.add({ dataset: 'unknown', time: null, record, offset: record, length: 1, fields })
    const batch = builder.take()
    const [fast, plain] = [fastSigmaDetector(rules, mappings), sigmaDetector(rules, mappings)].map(detector =>
      detector.inspect(batch).map(match => ({ row: match.row, rule: match.rule.id, facts: match.facts() })))
    expect(fast).toEqual(plain)
    matches += fast!.length
  }), { numRuns: byDepth(100, 500, 100_000) })
  expect(matches).toBeGreaterThan(50)
})
