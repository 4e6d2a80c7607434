import { expect, test } from 'vitest'
import { fact } from '../../model/reason.ts'
import { renderFact } from '../../model/render-fact.ts'
import { triageFacts } from './facts.ts'
import { ruleTerms } from './rule-terms.ts'

const RULE = { id: 'r', title: 'A Host Came', level: 'high', techniques: [], tactics: [], falsePositives: [], status: '' } as const

test('a rule is named in each language by its title in it, and by the one it has', () => {
  const title = (rule: Parameters<typeof ruleTerms>[0]) => {
    const said = fact('triage.title-one-rule', { terms: { ...ruleTerms(rule), subject: 'ip:192.0.2.1' } })
    return [renderFact(said, triageFacts, 'en'), renderFact(said, triageFacts, 'ja')]
  }
  expect(title({ ...RULE, titleJa: 'ホストの到来' })).toEqual(['A Host Came on 192.0.2.1', 'ホストの到来（192.0.2.1）'])
  expect(title(RULE)).toEqual(['A Host Came on 192.0.2.1', 'A Host Came（192.0.2.1）'])
})
