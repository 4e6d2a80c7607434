import { describe, expect, test } from 'vitest'
import type { Fields } from '../../../model/value.ts'
import { openView, ruleOf } from '../testing/rule-case.ts'
import { ruleFacts, SIGMA_FACTS } from './rule-facts.ts'

function facts(yaml: string, event: Fields) {
  return ruleFacts(ruleOf(yaml), event, openView).map(({ fact, terms, query }) => ({ fact, terms, query }))
}

describe('the facts of a match', () => {
  test('are the items that held, the longest texts first, at most three', () => {
    const yaml = 'sel:\n  A: 1\n  B|contains: b\n  C|startswith: [x, c]\n  D: d\nnot_this:\n  A: 2\ncondition: sel and not not_this'
    const found = facts(yaml, { A: 1, B: 'abcdef', C: 'cd', D: 'd' })
    expect(found.map(({ terms }) => terms)).toEqual([
      { field: 'B', value: 'abcdef', modifier: 'contains', pattern: 'b' },
      { field: 'C', value: 'cd', modifier: 'startswith', pattern: 'c' },
      { field: 'A', value: '1', modifier: 'equals', pattern: '1' },
    ])
  })

  test.each([
    ['a member of a list', 'A: y', { A: ['x', 'Y'] }, 'sigma.field-matched', 'A:"Y"'],
    ['a number', 'A: 5', { A: 5 }, 'sigma.field-matched', 'A:5'],
    ['null', 'A: null', { A: null }, 'sigma.field-empty', 'not (A:*)'],
    ['an absent field', 'A|exists: false', {}, 'sigma.field-empty', 'not (A:*)'],
    ['nothing but an exception', 'a:\n  A: x\ncondition: not a', {}, 'sigma.not-excluded', ''],
    ['a present field', 'A|exists: true', { A: 'x' }, 'sigma.field-present', 'A:"x"'],
    ['a difference', 'A|neq: y', { A: 'x' }, 'sigma.field-differs', 'A:"x"'],
    ['a keyword', '- evil', { A: 'so evil' }, 'sigma.keyword-matched', ''],
  ])('%s', (_, yaml, event, fact, query) => {
    expect(facts(yaml, event)).toMatchObject([{ fact, query }])
  })

  test('have a sentence in both languages that uses only terms they carry', () => {
    for (const [yaml, event] of [['A: x', { A: 'x' }], ['A: null', { A: null }], ['A|exists: true', { A: 'x' }], ['A|neq: y', { A: 'x' }], ['- evil', { A: 'evil' }],
      ['a:\n  A: x\ncondition: not a', {}]] as const) {
      const [{ fact, terms } = { fact: '', terms: {} }] = facts(yaml, event)
      for (const sentence of Object.values(SIGMA_FACTS[fact]!)) {
        expect(Object.keys(terms)).toEqual(expect.arrayContaining([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))
      }
    }
  })
})
