import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { SEVERITIES } from '../../model/severity.ts'
import type { JudgedFindings, Verdict } from '../../model/verdict.ts'
import { VERDICTS } from '../../model/verdict.ts'
import { makeCases } from '../make-cases.ts'
import type { Sample } from '../testing/sample-finding.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { verdictRules } from './verdicts.ts'

describe('a verdict', () => {
  const host = (rule: string, level: Sample['level'] = 'high'): Sample => ({ subject: 'host:a', minute: rule.length, rule, ...(level && { level }) })
  const priority = (samples: readonly Sample[], verdicts: Readonly<Record<string, Verdict>>) => {
    const findings = samples.map(sampleFinding)
    const given: JudgedFindings = new Map(findings.flatMap(({ id }, i) => {
      const verdict = verdicts[samples[i]!.rule]
      return verdict === undefined ? [] : [[id, verdict]]
    }))
    const [only] = makeCases(findings, given).cases
    return [only?.priority, only?.score.map(({ fact, numbers }) => [fact.replace('triage.score-', ''), numbers['points']]).slice(-2)]
  }

  it.each([
    ['none leaves the sum as it is', {}, [35, [['severity', 32], ['rules', 3]]]],
    ['undetermined leaves it too', { a: 'undetermined', bb: 'undetermined' }, [35, [['severity', 32], ['rules', 3]]]],
    ['benign on all takes all', { a: 'benign', bb: 'benign' }, [0, [['rules', 3], ['harmless', -35]]]],
    ['false positive on all takes all', { a: 'false-positive', bb: 'false-positive' }, [0, [['rules', 3], ['harmless', -35]]]],
    ['benign on the strongest leaves what the other one weighs', { a: 'benign' }, [18, [['rules', 3], ['harmless', -17]]]],
    ['true positive adds', { a: 'true-positive', bb: 'true-positive' }, [55, [['rules', 3], ['confirmed', 20]]]],
    ['of both kinds do both', { a: 'benign', bb: 'true-positive' }, [38, [['harmless', -17], ['confirmed', 20]]]],
  ] as const)('%s', (_, verdicts, expected) => {
    expect(priority([host('a'), host('bb', 'medium')], verdicts)).toEqual(expected)
  })

  it('changes priorities and their reasons, never which cases there are, and the score adds up', () => {
    const sample = fc.record({
      subject: fc.constantFrom('host:a', 'host:b'), minute: fc.integer({ min: 0, max: 600 }), rule: fc.constantFrom('x', 'y', 'z'), level: fc.constantFrom(...SEVERITIES),
    }).map(each => ({ ...each, rule: `${each.rule} ${each.level}` }))
    const judged = fc.record({ sample, verdict: fc.option(fc.constantFrom(...VERDICTS)) })
    fc.assert(fc.property(fc.uniqueArray(judged, { minLength: 1, maxLength: 20, selector: ({ sample: each }) => sampleFinding(each).id }), all => {
      const findings = all.map(each => sampleFinding(each.sample))
      const verdicts: JudgedFindings = new Map(all.flatMap(({ verdict }, i) => verdict === null ? [] : [[findings[i]!.id, verdict]]))
      const [plain, withVerdicts] = [makeCases(findings), makeCases(findings, verdicts)]
      const essence = ({ id, findings: members, title }: { id: string, findings: readonly string[], title: object }) => ({ id, members, title })
      const byId = (cases: typeof plain.cases) => cases.map(essence).sort((a, b) => a.id < b.id ? -1 : 1)
      expect(byId(withVerdicts.cases)).toEqual(byId(plain.cases))
      for (const each of withVerdicts.cases) {
        expect(each.score.reduce((sum, { numbers }) => sum + (numbers['points'] ?? 0), 0)).toBe(each.priority)
        expect(each.priority).toBeGreaterThanOrEqual(0)
        expect(each.priority).toBeLessThanOrEqual(100)
        const derived = plain.cases.find(({ id }) => id === each.id)!
        expect(withVerdicts.derived.get(each.id) ?? each).toEqual(derived)
        // What is judged when it is entered and what the fold makes of it are one.
        const weighed = each.findings.map(id => withVerdicts.findings.find(({ finding }) => finding.id === id)!)
        expect(verdictRules.judge(derived, weighed, verdicts)).toEqual(each)
      }
    }), { numRuns: byDepth(60, 400, 4_000) })
  })
})
