import { expect, test } from 'vitest'
import { openView, ruleOf } from '../testing/rule-case.ts'
import { explainRule } from './explain-rule.ts'
import { renderExplanation } from './render-explanation.ts'

const rule = ruleOf(`
img:
  Image|endswith:
    - '\\cmd.exe'
    - '\\sh'
  EventID: 1
net:
  - Ip|cidr: 10.0.0.0/8
  - Line|contains|all: [curl, http]
filter:
  User|re: '^svc'
condition: img and 1 of n* and not filter
`)

function explain(event: Parameters<typeof explainRule>[1]): string {
  return renderExplanation(explainRule(rule, event, openView)).split('\n').slice(1).join('\n')
}

test('an explanation shows what held and what did not, with values and places', () => {
  expect(explain({ Image: 'C:\\Windows\\System32\\CMD.EXE', EventID: 1, Line: 'run CURL now', User: 'svc-1' })).toBe(`\
  ✓ logsource category: test
  ✗ and
    ✓ img
      ✓ all
        ✓ Image|endswith: the event has "C:\\Windows\\System32\\CMD.EXE"
          ✓ "\\cmd.exe" at 19: C:\\Windows\\System32[\\CMD.EXE]
          ✗ "\\sh"
        ✓ EventID: the event has 1
          ✓ "1" at 0: [1]
    ✗ 1 of n*
      ✗ net
        ✗ any
          ✗ Ip|cidr: the event has no such field
            ✗ "10.0.0.0/8"
          ✗ Line|contains|all: the event has "run CURL now"
            ✓ "curl" at 4: run [CURL] now
            ✗ "http"
    ✗ not
      ✓ filter
        ✓ User|re: the event has "svc-1"
          ✓ "^svc" at 0: [svc]-1
`)
})

test('an event cannot write to the terminal', () => {
  expect(explain({ Image: 'x\u001b[2J\u202e', EventID: 2 })).toContain('the event has "x\\u{1b}[2J\\u{202e}"')
})
