import { expect, test } from 'vitest'
import type { NotifyRule } from '../../platform/config/notify-schema.ts'
import { exampleCase } from '../notice/example-case.ts'
import { configurationOf } from '../testing/notify-world.ts'
import { matchesRule } from './matches-rule.ts'

const facts = exampleCase('default')

function ruleOf(more: Partial<NotifyRule>): NotifyRule {
  const { rules: [rule] } = configurationOf({ channels: [{ name: 'siem', kind: 'syslog', to: '127.0.0.1:514' }], rules: [{ name: 'r', channel: 'siem', ...more }] })
  return rule!
}

test.each([
  [{}, true],
  [{ priority: 72 }, true],
  [{ priority: 73 }, false],
  [{ severity: ['high' as const] }, true],
  [{ severity: ['low' as const] }, false],
  [{ organisations: ['default', 'other'] }, true],
  [{ organisations: ['other'] }, false],
  [{ kinds: ['domain' as const] }, true],
  [{ kinds: ['email' as const] }, false],
  [{ rules: ['example'] }, true],
  [{ rules: ['another'] }, false],
  [{ tags: ['command_and_control'] }, true],
  [{ tags: ['attack.command-and-control'] }, true],
  [{ tags: ['t1071'] }, true],
  [{ tags: ['T1071.001'] }, true],
  [{ tags: ['t107'] }, false],
  [{ tags: ['impact'] }, false],
  [{ tags: ['impact', 't1071'], priority: 99 }, false],
])('a rule of %j meets the case: %s', (more, isMet) => {
  expect(matchesRule(ruleOf(more), facts)).toBe(isMet)
})

test.each([
  [{ status: 'closed' as const }], [{ verdict: 'benign' as const }], [{ verdict: 'false-positive' as const }],
])('a case of %j is told no more', more => {
  expect(matchesRule(ruleOf({}), { ...facts, ...more })).toBe(false)
})
