import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import type { Fields } from '../../../model/value.ts'
import { formText } from '../rule/letters.ts'
import { openView, ruleOf } from '../testing/rule-case.ts'
import { yamlText } from '../testing/read-cases.ts'
import type { ExplainedItem, ExplainedNode } from './explain-rule.ts'
import { explainRule } from './explain-rule.ts'

function itemsOf(node: ExplainedNode): readonly ExplainedItem[] {
  return node.kind === 'item' ? [node] : node.kind === 'identifier' ? itemsOf(node.part) : node.parts.flatMap(itemsOf)
}

function explained(selection: unknown, event: Fields): readonly ExplainedItem[] {
  return itemsOf(explainRule(ruleOf(yamlText(selection)), event, openView).condition)
}

describe('each value of an item is explained by itself:', () => {
  test('whether it held, in which text, and where', () => {
    const [item] = explained({ 'A|contains': ['who', 'nobody'] }, { A: ['x', 'run WHOAMI'] })
    expect(item!.values).toEqual([
      { written: 'who', held: true, text: 'run WHOAMI', place: { from: 4, to: 7 } },
      { written: 'nobody', held: false, text: null, place: null },
    ])
  })

  test('what is no text has no place', () => {
    const items = explained({ 'A|gt': 5, 'B|exists': true, 'C|cidr': '10.0.0.0/8', D: null }, { A: 6, B: '', C: '10.1.1.1' })
    expect(items.map(({ held, values: [value] }) => [held, value!.held, value!.place])).toEqual([
      [true, true, null], [true, true, null], [true, true, { from: 0, to: 8 }], [true, true, null],
    ])
  })

  test('an item that is turned round says which of its values stood against it', () => {
    const [item] = explained({ 'A|neq': ['x', 'y'] }, { A: 'Y' })
    expect([item!.held, item!.values.map(({ held }) => held)]).toEqual([false, [false, true]])
  })
})

test('the place that is shown holds what the rule asks for', () => {
  const text = fc.array(fc.constantFrom('a', 'B', 'b', '-', '/', '–', 'ß', 'ẞ', 'İ', 'i', 'K', 'k', 'Σ', 'ς', '𐐀', '𐐨', ' '), { maxLength: 8 }).map(letters => letters.join(''))
  const modifiers = fc.tuple(fc.constantFrom('', '|contains', '|startswith', '|endswith'), fc.constantFrom('', '|cased', '|windash'))
  let held = 0
  fc.assert(fc.property(modifiers, text.filter(each => each !== ''), text, text, ([position, letters], needle, before, after) => {
    const event = before + needle.toUpperCase() + after
    const [item] = explained({ [`A${position}${letters}`]: needle }, { A: event })
    const [value] = item!.values
    expect(value!.held).toBe(item!.held)
    if (value!.place === null) return
    held++
    const { from, to } = value!.place
    const form = letters === '|cased' ? 'cased' : letters === '|windash' ? 'folded-level' : 'folded'
    expect(value!.text).toBe(event)
    expect(formText(event.slice(from, to), form)).toBe(formText(needle, form))
    if (position === '|startswith' || position === '') expect(from).toBe(0)
    if (position === '|endswith' || position === '') expect(to).toBe(event.length)
  }), { numRuns: byDepth(150, 1_500, 50_000) })
  expect(held).toBeGreaterThan(0)
})
