import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { explainRule } from '../explain/explain-rule.ts'
import { renderExplanation } from '../explain/render-explanation.ts'
import { ruleFacts } from '../explain/rule-facts.ts'
import { loadDetection, openView, ruleHolds, ruleOf } from '../testing/rule-case.ts'
import { RuleCompiler } from './compile-rule.ts'

const name = fc.constantFrom('A', 'B', 'C', 'A.B', 'a b', '__proto__', 'constructor')
const scalar = fc.oneof(
  fc.constantFrom<FieldValue>('x', 'X', 'xy', '', 'ab*', '\\', '5', null, true, false, 0, 5, -1.5, NaN, 9007199254740993n, '10.0.0.1', '2026-11-22 10:00'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const value: fc.Arbitrary<FieldValue> = fc.letrec<{ value: FieldValue }>(tie => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 3 })),
})).value
const fields: fc.Arbitrary<Fields> = fc.dictionary(name, value, { maxKeys: 4 })

const modifier = fc.constantFrom('contains', 'startswith', 'endswith', 'all', 'cased', 'neq', 'windash', 're', 'i', 'cidr', 'exists', 'lt', 'gte', 'hour', 'week',
  'fieldref', 'base64', 'base64offset', 'wide', 'expand')
const written = fc.oneof(fc.constantFrom('x', 'x*', '*', '?', '\\*', '', '-f', '^x', '10.0.0.0/8', 'B', '%p%'), fc.string({ maxLength: 6 }))
const item = fc.tuple(fc.constantFrom('A', 'B', 'A.B', ''), fc.array(modifier, { maxLength: 3 }), fc.oneof(
  written, fc.array(written, { minLength: 1, maxLength: 4 }), fc.constantFrom(true, false, null, 5, -1.5),
)).map(([field, modifiers, each]) => JSON.stringify({ [[field, ...modifiers].join('|')]: each }))

/** Any item that loads, in YAML, which JSON is. */
const legalItem = item.filter(each => loadDetection(each, placeholders).rules.length === 1)
const placeholders = { placeholders: { p: ['x', 'B*'] } }

test('no rule throws for any event, and evaluation and explanation agree', () => {
  fc.assert(fc.property(legalItem, fields, (yaml, event) => {
    const rule = ruleOf(yaml, placeholders)
    const explanation = explainRule(rule, event, openView)
    expect(explanation.held).toBe(ruleHolds(rule, event))
    expect(renderExplanation(explanation)).toContain(explanation.held ? '✓' : '✗')
    expect(ruleFacts(rule, event, openView).length).toBeLessThanOrEqual(3)
  }), { numRuns: byDepth(80, 1_000, 100_000) })
})

test('not turns every rule round', () => {
  fc.assert(fc.property(legalItem, fields, (yaml, event) => {
    const detection = (condition: string) => `sel: ${yaml}\ncondition: ${condition}`
    expect(ruleHolds(ruleOf(detection('not sel'), placeholders), event)).toBe(!ruleHolds(ruleOf(detection('sel'), placeholders), event))
  }), { numRuns: byDepth(50, 600, 50_000) })
})

test('a list of values is the or of each by itself, and with all the and', () => {
  const modifiers = fc.constantFrom('', '|contains', '|startswith', '|endswith', '|cased', '|windash', '|contains|windash', '|re', '|base64offset|contains')
  const values = fc.array(fc.constantFrom('x', 'ab', '-f', 'y', 'b', 'a', 'xy'), { minLength: 1, maxLength: 6 })
  fc.assert(fc.property(modifiers, values, fields, (chain, texts, event) => {
    const holds = (key: string, each: unknown) => ruleHolds(ruleOf(JSON.stringify({ [key]: each })), event)
    const single = texts.map(each => holds(`A${chain}`, each))
    expect(holds(`A${chain}`, texts)).toBe(single.includes(true))
    expect(holds(`A${chain}|all`, texts)).toBe(!single.includes(false))
  }), { numRuns: byDepth(60, 700, 50_000) })
})

test('what was seen before does not change what is said of an event', () => {
  fc.assert(fc.property(fc.array(legalItem, { minLength: 1, maxLength: 5 }), fc.array(fields, { minLength: 1, maxLength: 8 }), (yamls, events) => {
    const rules = yamls.map(yaml => ruleOf(yaml, placeholders))
    const compiler = new RuleCompiler()
    const tests = rules.map(rule => compiler.compile(rule))
    for (const event of [...events, ...events]) {
      compiler.event.show(event, openView)
      expect(tests.map(holds => holds())).toEqual(rules.map(rule => ruleHolds(rule, event)))
    }
  }), { numRuns: byDepth(25, 600, 20_000) })
})
