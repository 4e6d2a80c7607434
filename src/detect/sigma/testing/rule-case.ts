import { expect, test } from 'vitest'
import { Mappings } from '../../../model/mappings.ts'
import type { Fields } from '../../../model/value.ts'
import { RuleCompiler } from '../evaluate/compile-rule.ts'
import { explainRule } from '../explain/explain-rule.ts'
import { loadRuleText, type LoadOptions, type RuleSet } from '../load/load-rules.ts'
import type { SigmaRule } from '../rule/rule.ts'

/** What must be true, the items of a selection (or a whole detection) as YAML, an event, and whether the rule holds for it. */
export type RuleCase = readonly [sentence: string, yaml: string, event: Fields, holds: boolean]

/** The view of a source nobody knows: names are looked up as they are written. */
export const openView = new Mappings([]).dataset('unknown')

/** One test for each case; evaluation and explanation must agree. */
export function testCases(cases: readonly RuleCase[], options: LoadOptions = {}): void {
  test.each(cases)('%s', (_, yaml, event, expected) => {
    const rule = ruleOf(yaml, options)
    expect(explainRule(rule, event, openView).held).toBe(expected)
    expect(ruleHolds(rule, event)).toBe(expected)
  })
}

export function ruleHolds(rule: SigmaRule, event: Fields): boolean {
  const compiler = new RuleCompiler()
  compiler.event.show(event, openView)
  return compiler.compile(rule)()
}

/** The rule, which must load without an error. */
export function ruleOf(yaml: string, options: LoadOptions = {}): SigmaRule {
  const { rules: [rule], problems } = loadDetection(yaml, options)
  if (rule === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return rule
}

/** Loads a rule with this detection; items alone become its selection. */
export function loadDetection(yaml: string, options: LoadOptions = {}): RuleSet {
  const indented = (text: string, indent: string) => text.trim().split('\n').map(line => indent + line).join('\n')
  const detection = /^condition:/m.test(yaml) ? indented(yaml, '  ') : `  selection:\n${indented(yaml, '    ')}\n  condition: selection`
  return loadRuleText(`title: Test\nlogsource:\n  category: test\ndetection:\n${detection}\n`, 'test.yml', options)
}
