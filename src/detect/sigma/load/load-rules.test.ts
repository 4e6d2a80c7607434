import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { describeWithData, testData } from '../../../../test/test-data.ts'
import { formatProblem } from '../rule/problem.ts'
import { loadRules, loadRulesInTurns, loadRuleText } from './load-rules.ts'

const body = 'logsource:\n  product: x\ndetection:\n  a:\n    A: x\n  condition: a\n'

test('many rules leave others their turn, and are the same rules', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}.yml`, `title: T${n}\n${body}${'# what it says\n'.repeat(4_000)}`]))
  const folder = temporaryFolder({ ...files, 'broken.yml': 'title: [' })
  let turns = 0
  const others = setInterval(() => turns++)
  const loaded = await loadRulesInTurns([folder])
  clearInterval(others)
  expect(loaded).toEqual(loadRules([folder]))
  expect([loaded.rules.length, loaded.problems.length]).toEqual([300, 1])
  expect(turns).toBeGreaterThan(0)
})

describe('a rule', () => {
  test('has the summary that findings repeat', () => {
    const { rules } = loadRuleText(`title: T
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
status: test
level: High
tags: [attack.t1059.001, attack.T1003, attack.impact, attack.credential_access, attack.stealth, attack.s0002, attack.ta0003, attack.new-tactic, cve.2021-1]
falsepositives: [Admins]
${body}`)
    expect(rules[0]!.summary).toEqual({
      id: '929a690e-bef0-4204-a928-ef5e620d6fcc',
      title: 'T',
      level: 'high',
      techniques: ['T1003', 'T1059.001'],
      tactics: ['persistence', 'stealth', 'credential-access', 'impact', 'new-tactic'],
      falsePositives: ['Admins'],
      status: 'test',
    })
  })

  test('without a level is medium, with an unknown one too, and says so', () => {
    const levels = ['', 'level: bad\n'].map(level => loadRuleText(`title: T\n${level}${body}`))
    expect(levels.map(({ rules }) => rules[0]!.summary.level)).toEqual(['medium', 'medium'])
    expect(levels.map(({ problems }) => problems.map(({ code }) => code))).toEqual([[], ['SIGMA-W101']])
  })

  test('without an id has the hash of its content as key, whatever the order and form of the YAML', () => {
    const one = loadRuleText(`title: T\n${body}`).rules[0]!.summary.id
    const other = loadRuleText(`detection: {condition: a, a: {A: "x"}}\nlogsource: {product: x}\ntitle: 'T'\n`).rules[0]!.summary.id
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(other).toBe(one)
    expect(loadRuleText(`title: U\n${body}`).rules[0]!.summary.id).not.toBe(one)
  })

  test('whose key another rule has is not loaded', () => {
    const { rules, problems } = loadRuleText(`title: A\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\n${body}---\ntitle: B\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\n${body}`)
    expect(rules.map(({ summary }) => summary.title)).toEqual(['A'])
    expect(problems.map(formatProblem)).toEqual([
      'rule.yml:11:1: SIGMA-E005 rule "B": the rule key 929a690e-bef0-4204-a928-ef5e620d6fcc is already that of rule.yml; this rule is not loaded — give each rule an id of its own',
    ])
  })

  test('has its logsource in lower case', () => {
    const { rules } = loadRuleText(`title: T\n${body.replace('product: x', 'product: Windows\n  service: Sysmon\n  definition: any')}`)
    expect(rules[0]!.logsource).toEqual({ product: 'windows', service: 'sysmon' })
  })
})

describe('a file with several documents', () => {
  test('has a rule in each, and empty ones are nothing', () => {
    const { rules, problems } = loadRuleText(`---\ntitle: A\n${body}---\n---\ntitle: B\n${body}`)
    expect([rules.map(({ summary }) => summary.title), problems]).toEqual([['A', 'B'], []])
  })

  test('puts what is global under the others, until reset', () => {
    const { rules, problems } = loadRuleText(`action: global
title: G
level: low
${body}---
logsource: {product: y}
---
title: R
action: repeat
---
action: reset
---
title: L
${body}`)
    expect(problems).toEqual([])
    expect(rules.map(({ summary, logsource }) => [summary.title, summary.level, logsource.product])).toEqual([
      ['G', 'low', 'y'], ['R', 'low', 'y'], ['L', 'medium', 'x'],
    ])
  })
})

test('a folder that is not there is a problem', () => {
  expect(loadRules(['/nowhere/at/all']).problems.map(({ code, file }) => [code, file])).toEqual([['SIGMA-E001', '/nowhere/at/all']])
})

describeWithData('the rules of SigmaHQ', ['sigma/rules'], () => {
  const { rules, problems, files } = loadRules([testData('sigma/rules')])

  test('all load, but for those whose placeholders are not configured', () => {
    expect(problems.filter(({ code }) => code !== 'SIGMA-E020').map(formatProblem)).toEqual([])
    expect(files).toBe(3_780)
    expect(rules.length + new Set(problems.map(({ file }) => file)).size).toBe(files)
  })

  test('load in the order of their paths', () => {
    const paths = rules.map(({ file }) => file)
    expect(paths).toEqual(paths.toSorted())
  })

  test('with placeholders configured load too', () => {
    const names = problems.map(({ message }) => /%(.+)%/.exec(message)![1]!)
    const placeholders = Object.fromEntries(names.map(each => [each, ['10.0.0.1']]))
    const folder = testData('sigma/rules/rules-placeholder')
    expect(loadRules([folder], { placeholders }).problems).toEqual([])
  })
})
