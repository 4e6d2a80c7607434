import { describe, expect, test } from 'vitest'
import { loadRuleText } from '../load/load-rules.ts'
import { loadDetection } from '../testing/rule-case.ts'
import { formatProblem } from './problem.ts'

/** `CODE message`, without the title that every message begins with. */
function problemsOf(yaml: string): string[] {
  return loadDetection(yaml).problems.map(({ code, message }) => `${code} ${message.replace('rule "Test": ', '')}`)
}

describe('an item that is not legal is refused with its reason', () => {
  test.each([
    ['an unknown modifier', 'A|contians: x', 'SIGMA-E012 field A: unknown modifier "contians"'],
    ['a modifier in capitals', 'A|Contains: x', 'SIGMA-E012 field A: unknown modifier "Contains"'],
    ['an empty modifier', 'A|: x', 'SIGMA-E012 field A: unknown modifier ""'],
    ['a modifier twice', 'A|contains|contains: x', 'SIGMA-E013 field A: "contains" stands twice'],
    ['two positions', 'A|contains|endswith: x', 'SIGMA-E013 field A: "contains" and "endswith" exclude one another'],
    ['two kinds of value', 'A|re|cidr: x', 'SIGMA-E013 field A: "re" and "cidr" exclude one another'],
    ['two comparisons', 'A|lt|gt: 1', 'SIGMA-E013 field A: "lt" and "gt" exclude one another'],
    ['two parts of time', 'A|day|hour: 1', 'SIGMA-E013 field A: "day" and "hour" exclude one another'],
    ['a dash in a regular expression', 'A|re|windash: x', 'SIGMA-E013 field A: "re" and "windash" exclude one another'],
    ['a position of existence', 'A|exists|contains: true', 'SIGMA-E013 field A: "exists" and "contains" exclude one another'],
    ['a flag without re', 'A|i: x', 'SIGMA-E014 field A: "i" belongs after "re"'],
    ['a flag before re', 'A|i|re: x', 'SIGMA-E014 field A: "i" belongs after "re"'],
    ['contains before base64', 'A|contains|base64: x', 'SIGMA-E014 field A: "contains" puts wildcards before "base64"'],
    ['wide after base64', 'A|base64|wide: x', 'SIGMA-E014 field A: "base64" would encode before "wide"'],
    ['a wildcard in base64', "A|base64: 'a*'", 'SIGMA-E022 field A: "a*" has a wildcard, which cannot be encoded'],
    ['a number in base64', 'A|base64: 5', 'SIGMA-E015 field A: base64 needs a text, not "5"'],
    ['nothing in base64offset', "A|base64offset: ''", 'SIGMA-E015 field A: base64offset needs a longer text, not ""'],
    ['a text in exists', "A|exists: 'true'", 'SIGMA-E015 field A: exists needs true or false, not "true"'],
    ['a text in a comparison', "A|gt: 'x'", 'SIGMA-E015 field A: gt needs a number, not "x"'],
    ['a number as a reference', 'A|fieldref: 5', 'SIGMA-E015 field A: fieldref needs the name of a field, not "5"'],
    ['null with contains', 'A|contains: null', 'SIGMA-E015 field A: contains needs a text, not "null"'],
    ['null in a list', "A: ['', null]", 'SIGMA-E016 field A: null stands in a list of values'],
    ['an empty list', 'A: []', 'SIGMA-E017 the list of values of A is empty'],
    ['look-ahead', "A|re: 'a(?=b)'", /SIGMA-E018 field A: the regular expression "a\(\?=b\)" cannot be used: /],
    ['look-behind', "A|re: '(?<=b)a'", /SIGMA-E018/],
    ['a back-reference', "A|re: '(a)\\1'", /SIGMA-E018/],
    ['an atomic group', "A|re: '(?>a)'", /SIGMA-E018/],
    ['a broken regular expression', "A|re: '(a'", /SIGMA-E018/],
    ['a count that multiplies', "A|re: '((a{1000}){1000}){1000}'", /SIGMA-E018/],
    ['no network', 'A|cidr: 10.0.0.0/33', 'SIGMA-E019 field A: "10.0.0.0/33" is not a network'],
    ['a placeholder without values', "A|expand: '%x%'", 'SIGMA-E020 field A: the placeholder %x% is not configured'],
    ['a placeholder named like a part of every object', "A|expand: '%constructor%'", 'SIGMA-E020 field A: the placeholder %constructor% is not configured'],
    ['too many dashes before an encoding', "A|windash|base64: '------'", 'SIGMA-E021 field A: "------" becomes more than 625 patterns'],
    ['existence of keywords', "'|exists': true", 'SIGMA-E023 a list of keywords cannot have the modifier "exists"'],
    ['a map as a value', 'A:\n  B: x', 'SIGMA-E024 a value of A is a map'],
    ['a list in a list of values', 'A: [[x]]', 'SIGMA-E024 a value of A is a list'],
    ['a list in a list of maps', '- A: x\n- [y]', 'SIGMA-E024 a member of "selection" is a list'],
    ['an empty map', '{}', 'SIGMA-E017 "selection" is empty'],
  ])('%s', (_, yaml, expected) => {
    expect(problemsOf(yaml)).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)])
  })

  test('all problems of a rule are found at once', () => {
    expect(problemsOf('A|x: 1\nB|re: "("\nC|cidr: y').map(each => each.slice(0, 10))).toEqual(['SIGMA-E012', 'SIGMA-E018', 'SIGMA-E019'])
  })
})

describe('a condition that is not legal is refused with its reason', () => {
  const of = (condition: string) => `one:\n  A: x\n_two:\n  B: x\ncondition: ${condition}`
  test.each([
    ['an unknown identifier', 'ones', 'SIGMA-E032 the condition names "ones", which is not defined'],
    ['a pattern without a match', '1 of sel*', 'SIGMA-E033 the condition\'s "sel*" meets no search identifier'],
    ['an aggregation', "'one | count() > 5'", 'SIGMA-E034 the condition uses an aggregation ("|"), which Sigma has removed'],
    ['a missing word between', 'one one', 'SIGMA-E031 the condition "one one": "and" or "or" is missing before "one"'],
    ['an open parenthesis', '(one', 'SIGMA-E031 the condition "(one": a "(" without its ")"'],
    ['a closing parenthesis', 'one)', 'SIGMA-E031 the condition "one)": a ")" without its "("'],
    ['an end after and', 'one and', 'SIGMA-E031 the condition "one and": it ends where an identifier is expected'],
    ['and at the beginning', 'and one', 'SIGMA-E031 the condition "and one": "and" stands where an identifier is expected'],
    ['another count', '2 of them', 'SIGMA-E031 the condition "2 of them": "2 of" is none of "1 of", "any of" and "all of"'],
    ['a count named like a part of every object', 'constructor of them', 'SIGMA-E031 the condition "constructor of them": "constructor of" is none of "1 of", "any of" and "all of"'],
    ['of without a pattern', '1 of', 'SIGMA-E031 the condition "1 of": "of" without a pattern or "them"'],
    ['nothing', "''", 'SIGMA-E031 the condition "": it ends where an identifier is expected'],
    ['a number', '5', 'SIGMA-E030 the condition is missing'],
  ])('%s', (_, condition, expected) => {
    expect(problemsOf(of(condition)).filter(each => !each.startsWith('SIGMA-W'))).toEqual([expected])
  })

  test('nesting beyond the limit', () => {
    expect(problemsOf(of(`${'('.repeat(2_000)}one${')'.repeat(2_000)}`)).join()).toContain('nested more than 64 deep')
    expect(problemsOf(of(`${'not '.repeat(2_000)}one`)).join()).toContain('nested more than 64 deep')
  })
})

describe('a rule that can be loaded but should be looked at has a warning', () => {
  test.each([
    ['an identifier that is not used', 'a:\n  A: x\nb:\n  B: x\ncondition: a', ['SIGMA-W103 the condition never uses "b"']],
    ['all with one value', 'A|contains|all: x', ['SIGMA-W102 field A: "all" with a single value changes nothing']],
    ['a time frame', 'a:\n  A: x\ntimeframe: 5m\ncondition: a', ['SIGMA-W105 "timeframe" has no effect on a rule about single events']],
  ])('%s', (_, yaml, expected) => {
    expect(problemsOf(yaml)).toEqual(expected)
    expect(loadDetection(yaml).rules).toHaveLength(1)
  })
})

describe('a document that is no rule of single events is named', () => {
  const rest = 'logsource:\n  product: x\ndetection:\n  a:\n    A: x\n  condition: a\n'
  test.each([
    ['a correlation', 'title: T\ncorrelation:\n  type: event_count', 'rule.yml:2:1: SIGMA-E036 rule "T": the correlation needs'],
    ['a filter', 'title: T\nlogsource:\n  product: x\nfilter:\n  rules: any', 'rule.yml:4:1: SIGMA-E030 rule "T": the condition is missing'],
    ['a filter that is a list', 'title: T\nlogsource:\n  product: x\nfilter: []', 'rule.yml:4:1: SIGMA-E035 rule "T": the filter is not a map'],
    ['a filter for numbers', 'title: T\nlogsource: {product: x}\nfilter:\n  rules: [1]\n  s: {A: x}\n  condition: s', 'rule.yml:4:3: SIGMA-E035 rule "T": the filter has "rules" that'],
    ['a list', '- a', 'rule.yml:1:1: SIGMA-E004 not a Sigma rule: it is not a map'],
    ['an unknown action', `title: T\naction: burn\n${rest}`, 'rule.yml:2:1: SIGMA-E009 rule "T": unknown action "burn"'],
    ['no title', rest, 'rule.yml:1:1: SIGMA-E006 the title is missing'],
    ['no logsource', 'title: T\ndetection:\n  a:\n    A: x\n  condition: a\n', 'rule.yml:1:1: SIGMA-E007 rule "T": the logsource is missing'],
    ['an empty logsource', 'title: T\nlogsource: {}\ndetection:\n  a:\n    A: x\n  condition: a\n', 'rule.yml:2:1: SIGMA-E007 rule "T": the logsource names no product, category or service'],
    ['no detection', 'title: T\nlogsource:\n  product: x\n', 'rule.yml:1:1: SIGMA-E008 rule "T": the detection is missing or not a map'],
    ['broken YAML', 'title: [', /rule.yml:1:\d+: SIGMA-E002 not valid YAML/],
    ['a key twice', 'title: a\ntitle: b\n', /rule.yml:2:1: SIGMA-E002 not valid YAML: the key "title" stands twice in a map/],
    ['YAML nested too deep', `a: ${'['.repeat(40)}${']'.repeat(40)}`, /SIGMA-E003 beyond a limit: nested more than 32 deep/],
    ['YAML nested to exhaustion', `a: ${'['.repeat(100_000)}`, /SIGMA-E00[23]/],
    ['aliases that multiply', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}`, /SIGMA-E003/],
    ['a file that is too long', `title: ${'x'.repeat(530_000)}`, /SIGMA-E003 beyond a limit: more than 524288 characters/],
    ['a list nested in one line', `a:\n  ${'- '.repeat(50_000)}`, /SIGMA-E003 beyond a limit: nested too deep/],
  ])('%s', (_, text, expected) => {
    const { rules, problems } = loadRuleText(text)
    expect(rules).toEqual([])
    expect(problems.map(formatProblem)[0]).toMatch(typeof expected === 'string' ? new RegExp(`^${expected.replace(/[.*+?()[\]]/g, '\\$&')}`) : expected)
  })
})

test('a problem knows its line and column, also within a condition', () => {
  const text = 'title: "T"\nlogsource:\n  product: x\ndetection:\n  sel:\n    - A|contians:\n      - x\n    - B: [a, null]\n  condition: "sel or   sell"\n'
  expect(loadRuleText(text, 'a/b.yml').problems.map(formatProblem)).toEqual([
    'a/b.yml:6:7: SIGMA-E012 rule "T": field A: unknown modifier "contians" — did you mean "contains"?',
    'a/b.yml:8:14: SIGMA-E016 rule "T": field B: null stands in a list of values — make null a search identifier of its own and join the two in the condition',
    'a/b.yml:9:24: SIGMA-E032 rule "T": the condition names "sell", which is not defined — did you mean "sel"?',
  ])
})
