import { expect, test } from 'vitest'
import { ruleTitle } from './rule-title.ts'

test('a rule is called as it is written where it has no title in the language', () => {
  const both = { title: 'Prompt Injection Was Refused', titleJa: 'プロンプトインジェクションを遮断' }
  expect([ruleTitle(both, 'en'), ruleTitle(both, 'ja'), ruleTitle({ title: both.title }, 'ja')]).toEqual([both.title, both.titleJa, both.title])
})
