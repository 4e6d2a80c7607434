import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeholdersOf, renderFact } from '../../model/render-fact.ts'
import { adviseRule, RULE_ADVICE_FACTS } from './rule-advice.ts'

const verdicts = (truePositive: number, benign: number, falsePositive = 0, undetermined = 0) => ({ truePositive, benign, falsePositive, undetermined })

test.each([
  ['nothing was judged', verdicts(0, 0, 0, 9), 'unjudged', null],
  ['four say too little', verdicts(0, 2, 2), 'unjudged', 0],
  ['half of five and more were attacks', verdicts(3, 2), 'keep', 0.6],
  ['a few were attacks', verdicts(2, 8), 'tune', 0.2],
  ['none was, of a few', verdicts(0, 5, 5), 'tune', 0],
  ['none was, of many', verdicts(0, 10, 6), 'retire', 0],
  ['one was, of very many', verdicts(1, 39), 'retire', 0.025],
] as const)('%s', (_, given, advice, precision) => {
  expect(adviseRule(given)).toMatchObject({ advice, precision })
})

test('another attack never makes the advice worse, and what cannot be told changes nothing', () => {
  const rank = ['retire', 'tune', 'keep']
  fc.assert(fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (hits, benign, wrong) => {
    const one = adviseRule(verdicts(hits, benign, wrong)).advice
    const more = adviseRule(verdicts(hits + 1, benign, wrong, 40)).advice
    if (one !== 'unjudged') expect(rank.indexOf(more)).toBeGreaterThanOrEqual(rank.indexOf(one))
  }))
})

test('the advice is a sentence in both languages with all its numbers', () => {
  for (const given of [verdicts(0, 0), verdicts(1, 2), verdicts(3, 2), verdicts(2, 8), verdicts(0, 10, 6)]) {
    const { reason } = adviseRule(given)
    for (const template of Object.values(RULE_ADVICE_FACTS[reason.fact]!)) expect(Object.keys(reason.numbers)).toEqual(expect.arrayContaining(placeholdersOf(template)))
  }
  const { reason } = adviseRule(verdicts(2, 7, 1))
  expect(renderFact(reason, RULE_ADVICE_FACTS, 'en')).toBe('Tune it. Of 10 judged cases with it, 2 were attacks, 7 benign and one false positive: it was right in 20 %. A filter for what was allowed would spare looking.')
  expect(renderFact(reason, RULE_ADVICE_FACTS, 'ja')).toContain('攻撃 2 件、正当な操作 7 件、誤検知 1 件')
})
