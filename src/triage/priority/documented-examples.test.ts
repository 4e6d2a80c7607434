import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { FoldedFinding } from '../fold/folded-case.ts'
import type { Sample } from '../testing/sample-finding.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { MOST_POINTS, PRIORITY_TERMS, priorityOf } from './priority.ts'

const documentation = readFileSync(new URL('../../../docs/triage.md', import.meta.url), 'utf8')

const entry: Partial<Sample> = { rule: 'entry', tactics: ['execution'], level: 'high' }
const theft: Partial<Sample> = { rule: 'theft', tactics: ['credential-access'], level: 'high' }
const movement: Partial<Sample> = { rule: 'movement', tactics: ['lateral-movement'], level: 'high', subject: 'host:b' }
const stages = ['initial-access', 'execution', 'persistence', 'credential-access', 'discovery', 'lateral-movement', 'impact']

const examples: Readonly<Record<string, FoldedFinding[]>> = {
  'one low finding': folded([{ level: 'low' }]),
  'one medium finding': folded([{ level: 'medium' }]),
  'one medium finding of a rule never seen in 511 findings': folded([{ level: 'medium' }], 511),
  'one high finding': folded([{ level: 'high' }]),
  'ten low rules on one host': folded(Array.from({ length: 10 }, (_, i) => ({ level: 'low', rule: `r${i}` }))),
  'execution, then credential access (high) on one host': folded([entry, theft]),
  'the same, and lateral movement to a second host': folded([entry, theft, movement]),
  'one critical finding': folded([{ level: 'critical' }]),
  'seven rules from entry to impact over three hosts, one critical': folded(stages.map((tactic, i) => (
    { rule: tactic, tactics: [tactic], level: i === 3 ? 'critical' : 'medium', subject: `host:${i % 3}` }))),
}

it.each(Object.entries(examples))('docs/triage.md tells the points of: %s', (name, findings) => {
  const { points, total } = priorityOf(findings)
  expect(documentation).toContain(`| ${name} | ${PRIORITY_TERMS.map(term => points[term]).join(' | ')} | ${total} |`)
})

it('docs/triage.md tells what each term gives at most', () => {
  const inWords = {
    severity: 'severity', rules: 'rules that agree', rarity: 'rarity', tactics: 'tactics', order: 'order of tactics', spread: 'spread',
  }
  for (const term of PRIORITY_TERMS) expect(documentation).toContain(`| ${inWords[term]} | ${MOST_POINTS[term]} |`)
})

function folded(samples: readonly Partial<Sample>[], before = 0): FoldedFinding[] {
  return samples.map((sample, i) => ({
    finding: sampleFinding({ subject: 'host:a', minute: i, rule: 'a', ...sample }),
    before: { findings: before, ruleFindings: 0 },
  }))
}
