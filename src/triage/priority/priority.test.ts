import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { explainPriority } from '../explain/explain-priority.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import type { Sample } from '../testing/sample-finding.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { MOST_POINTS, priorityOf } from './priority.ts'
import { tacticPath } from './tactic-path.ts'

describe('the priority', () => {
  it('can reach 100 and no more', () => {
    expect(Object.values(MOST_POINTS).reduce((sum, each) => sum + each, 0)).toBe(100)
  })

  it('of one finding is its severity', () => {
    expect(SEVERITIES.map(level => priorityOf(folded([{ level }])).total)).toEqual([0, 6, 18, 32, 45])
  })

  it('rises with rules that agree, each adding less', () => {
    const rules = (count: number) => priorityOf(folded(Array.from({ length: count }, (_, i) => ({ rule: `r${i}` })))).points.rules
    expect([1, 2, 4, 7, 10, 31].map(rules)).toEqual([0, 3, 8, 11, 13, 15])
  })

  it('counts four weak rules like one that is strong', () => {
    const weak = [{ rule: 'strong' }, ...['a', 'b', 'c', 'd'].map(rule => ({ rule, level: 'low' as const }))]
    expect(priorityOf(folded(weak)).points.rules).toBe(priorityOf(folded([{ rule: 'strong' }, { rule: 'a' }])).points.rules)
  })

  it('gives rarity only to what is rare among many', () => {
    const rarity = (findings: number, ruleFindings: number) => priorityOf(folded([{}], { findings, ruleFindings })).points.rarity
    expect([rarity(0, 0), rarity(15, 0), rarity(31, 0), rarity(511, 0), rarity(100_000, 0), rarity(511, 200)]).toEqual([0, 0, 2, 10, 10, 0])
  })

  it('rises with tactics, and more when they come in the order of an attack', () => {
    const tactics = (names: readonly string[]) => {
      const { points } = priorityOf(folded(names.map((tactic, minute) => ({ rule: tactic, minute, tactics: [tactic] }))))
      return [points.tactics, points.order]
    }
    expect(tactics(['execution'])).toEqual([0, 0])
    expect(tactics(['execution', 'credential-access', 'lateral-movement'])).toEqual([6, 4])
    expect(tactics(['lateral-movement', 'credential-access', 'execution'])).toEqual([6, 0])
    expect(tactics(['initial-access', 'execution', 'persistence', 'credential-access', 'impact'])).toEqual([12, 8])
  })

  it('does not take several tactics of one rule for several stages', () => {
    const { points } = priorityOf(folded([{ tactics: ['execution', 'persistence', 'privilege-escalation', 'impact'] }]))
    expect([points.tactics, points.order]).toEqual([0, 0])
  })

  it('counts subjects of medium or stronger findings only', () => {
    const spread = (subjects: number, level: 'low' | 'medium') =>
      priorityOf(folded(Array.from({ length: subjects }, (_, i) => ({ subject: `host:h${i}`, level })))).points.spread
    expect([spread(1, 'medium'), spread(2, 'medium'), spread(3, 'medium'), spread(9, 'medium'), spread(9, 'low')]).toEqual([0, 3, 5, 9, 0])
  })

  it('is the sum of the terms it lists, and never falls when a finding is added', () => {
    fc.assert(fc.property(fc.array(samples, { minLength: 1, maxLength: 20 }), samples, (all, another) => {
      const priority = priorityOf(folded(all))
      const terms = explainPriority(priority)
      expect(terms.reduce((sum, { numbers }) => sum + numbers['points']!, 0)).toBe(priority.total)
      expect(terms.every(({ numbers }) => numbers['points']! > 0)).toBe(true)
      expect(priority.total).toBeLessThanOrEqual(100)
      expect(priorityOf(folded([...all, { ...another, minute: 500 }])).total).toBeGreaterThanOrEqual(priority.total)
    }), { numRuns: byDepth(200, 2_000, 20_000) })
  })
})

describe('the path of tactics', () => {
  it('is by first appearance; what falls together is in the order of the matrix', () => {
    const findings = [
      { rule: 'a', minute: 9, tactics: ['impact'] },
      { rule: 'b', minute: 3, tactics: ['exfiltration', 'execution'] },
      { rule: 'c', minute: 5, tactics: ['execution', 'stealth'] },
    ].map(sample => sampleFinding({ subject: 'host:a', ...sample }))
    expect(tacticPath(findings)).toEqual({
      tactics: ['execution', 'exfiltration', 'stealth', 'impact'],
      distinct: 3,
      forward: ['execution', 'exfiltration', 'impact'],
      steps: 2,
    })
  })

  it('leaves informational findings out', () => {
    const informational = sampleFinding({ subject: 'host:a', minute: 0, rule: 'a', level: 'informational', tactics: ['impact'] })
    expect(tacticPath([informational]).tactics).toEqual([])
  })
})

const samples: fc.Arbitrary<Partial<Sample>> = fc.record({
  subject: fc.integer({ min: 0, max: 4 }).map(i => `host:h${i}`),
  minute: fc.integer({ min: 0, max: 100 }),
  rule: fc.integer({ min: 0, max: 9 }).map(i => `rule ${i}`),
  tactics: fc.subarray(['execution', 'persistence', 'stealth', 'defense-impairment', 'impact', 'unheard-of']),
}).chain(sample => fc.constantFrom(...SEVERITIES)
  .map(level => ({ ...sample, level, rule: `${sample.rule} ${level} ${sample.tactics.join()}` })))

function folded(all: readonly Partial<Sample>[], before = { findings: 0, ruleFindings: 0 }): FoldedFinding[] {
  return all.map((sample, i) => ({ finding: sampleFinding({ subject: 'host:ws01', minute: i, rule: 'a rule', ...sample }), before }))
}
