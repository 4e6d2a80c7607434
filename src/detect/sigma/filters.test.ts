import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { loadRuleText } from './load/load-rules.ts'
import { formatProblem } from './rule/problem.ts'
import { ruleHolds } from './testing/rule-case.ts'

const RULE = `title: R
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: first_rule
logsource: {product: windows, category: process_creation}
detection:
  selection: {Image: x}
  selection_two: {Image: y}
  filter: {User: system}
  condition: 1 of selection* and not filter
`

function filter(body: string, { rules = 'rules: any', logsource = '{product: windows}' } = {}): string {
  return `---\ntitle: F\nid: 0e95725d-7320-415d-80f7-004da920fc11\nlogsource: ${logsource}\nfilter:\n  ${rules}\n${body.replace(/^/gm, '  ')}\n`
}

function holds(documents: string, event: Record<string, string | null>): boolean {
  const { rules: [rule], problems } = loadRuleText(documents)
  expect(problems.map(formatProblem)).toEqual([])
  return ruleHolds(rule!, event)
}

const ADMIN = 'selection: {User|startswith: adm_}\ncondition: selection'

describe('a filter takes from a rule what it excludes', () => {
  test.each([
    ['written as what is excluded', ADMIN],
    ['written as what stays', ADMIN.replace('condition: selection', 'condition: not selection')],
    ['with a name that the rule has too', 'filter: {User|startswith: adm_}\ncondition: filter'],
    ['of several selections', 'a: {User|startswith: adm_}\nb: {User: root}\ncondition: a or b'],
    ['as none of several', 'a: {User|startswith: adm_}\nb: {User: root}\ncondition: not a and not b'],
    ['as none of them', 'a: {User|startswith: adm_}\nb: {User: root}\ncondition: not 1 of them'],
    ['of them', 'a: {User|startswith: adm_}\nb: {User: root}\ncondition: 1 of them'],
    ['but for an exception', 'a: {User|startswith: adm_}\nb: {User: adm_guest}\ncondition: a and not b'],
    ['as a list of conditions', 'a: {User|startswith: adm_}\nb: {User: root}\ncondition: [a, b]'],
    ['as a list of maps', 'a: [{User|startswith: adm_}, {User: root}]\ncondition: a'],
  ])('%s', (_, body) => {
    for (const Image of ['x', 'y']) {
      expect(holds(RULE + filter(body), { Image, User: 'adm_1' })).toBe(false)
      expect(holds(RULE + filter(body), { Image, User: 'someone' })).toBe(true)
      expect(holds(RULE + filter(body), { Image, User: null })).toBe(true)
    }
    expect(holds(RULE + filter(body), { Image: 'z', User: 'someone' })).toBe(false)
    expect(holds(RULE + filter(body), { Image: 'x', User: 'system' })).toBe(false)
  })

  test('whether it stands before the rule or after it', () => {
    const before = filter(ADMIN).replace(/^---\n/, '')
    expect(holds(`${before}---\n${RULE}`, { Image: 'x', User: 'adm_1' })).toBe(false)
  })

  test('with others that speak of the same rule', () => {
    const second = filter('s: {Image: y}\ncondition: s').replace('fc11', 'fc12')
    const both = RULE + filter(ADMIN) + second
    expect([['x', 'adm_1'], ['y', 'someone'], ['x', 'someone']].map(([Image, User]) => holds(both, { Image: Image!, User: User! }))).toEqual([false, false, true])
  })
})

describe('a filter is for', () => {
  const EVENT = { Image: 'x', User: 'adm_1' }
  test.each([
    ['the rules it names by id', { rules: 'rules: [929a690e-bef0-4204-a928-ef5e620d6fcc]' }],
    ['the rules it names by name', { rules: 'rules: [first_rule]' }],
    ['one rule, without a list', { rules: 'rules: first_rule' }],
    ['any rule', { rules: 'rules: any' }],
    ['any rule, when it says nothing', { rules: '' }],
    ['rules of its log source', { logsource: '{product: windows, category: process_creation}' }],
    ['rules of its log source, in any case', { logsource: '{product: Windows}' }],
  ])('%s', (_, options) => {
    expect(holds(RULE + filter(ADMIN, options), EVENT)).toBe(false)
  })

  test.each([
    ['another product', { logsource: '{product: linux}' }, 'SIGMA-W108'],
    ['another category', { logsource: '{category: file_event}' }, 'SIGMA-W108'],
    ['a service, of a rule that names none', { logsource: '{service: sysmon}' }, 'SIGMA-W108'],
    ['another log source, though it names the rule', { rules: 'rules: [first_rule]', logsource: '{product: linux}' }, 'SIGMA-W108'],
    ['a rule that is not there', { rules: 'rules: [second_rule]' }, 'SIGMA-W107'],
  ])('no rule of %s, and says so', (_, options, code) => {
    const { rules: [rule], problems } = loadRuleText(RULE + filter(ADMIN, options))
    expect(ruleHolds(rule!, EVENT)).toBe(true)
    expect(problems.map(problem => problem.code)).toEqual([code])
    expect(problems[0]!.message).toMatch(/^rule "F": the filter/)
  })

  test('the rules that are there, and tells of those that are not', () => {
    const { rules: [rule], problems } = loadRuleText(RULE + filter(ADMIN, { rules: 'rules: [first_rule, second, third]' }))
    expect(ruleHolds(rule!, EVENT)).toBe(false)
    expect(problems.map(formatProblem)).toEqual([
      'rule.yml:15:3: SIGMA-W107 rule "F": the filter names second, third, which are not loaded — load the rules it is for beside it, or correct the names',
    ])
  })
})

test('a filter has a key of its own', () => {
  const { filters, problems } = loadRuleText(RULE + filter(ADMIN).replace('0e95725d-7320-415d-80f7-004da920fc11', '929a690e-bef0-4204-a928-ef5e620d6fcc'))
  expect([filters, problems.map(({ code }) => code)]).toEqual([[], ['SIGMA-E005']])
})

test('what a filter excludes is what its selection finds, for any condition without not', () => {
  const names = ['a', 'b', 'c']
  const condition = fc.letrec(tie => ({
    any: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...names), tie('and'), tie('or')),
    and: fc.tuple(tie('any'), tie('any')).map(([x, y]) => `(${x} and ${y})`),
    or: fc.tuple(tie('any'), tie('any')).map(([x, y]) => `(${x} or ${y})`),
  })).any as fc.Arbitrary<string>
  fc.assert(fc.property(condition, fc.subarray(names), (text, present) => {
    const body = `${names.map(name => `${name}: {${name.toUpperCase()}: x}`).join('\n')}\ncondition: ${text}`
    const event = { Image: 'x', ...Object.fromEntries(present.map(name => [name.toUpperCase(), 'x'])) }
    const detected = ruleHolds(loadRuleText(`title: S\nlogsource: {product: x}\ndetection:\n${body.replace(/^/gm, '  ')}\n`).rules[0]!, event)
    const excluded = !ruleHolds(loadRuleText(RULE + filter(body)).rules[0]!, event)
    const stays = !ruleHolds(loadRuleText(RULE + filter(body.replace(/condition: (.*)/, 'condition: not ($1)'))).rules[0]!, event)
    expect([excluded, stays]).toEqual([detected, detected])
  }), { numRuns: byDepth(20, 200, 5_000) })
})
