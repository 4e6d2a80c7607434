import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { Explanation, Fact } from '../../model/reason.ts'
import { factsOf } from '../../model/reason.ts'
import { placeholdersOf, renderFact } from '../../model/render-fact.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { TACTICS } from '../../model/attack-tactics.ts'
import { VERDICTS } from '../../model/verdict.ts'
import { parseQuery } from '../../query/parse-query.ts'
import { REASON_FACTS } from '../defaults.ts'
import { makeCases } from '../make-cases.ts'
import type { Sample } from '../testing/sample-finding.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { sampleIntrusion, sampleReport } from '../testing/sample-intrusion.ts'
import { explainFinding } from './explain-finding.ts'
import { triageFacts } from './facts.ts'
import { titleFact } from './title.ts'
import { foldFindings } from '../fold/fold.ts'
import { priorityOf } from '../priority/priority.ts'
import { verdictRules } from '../priority/verdicts.ts'

describe('every sentence', () => {
  it('asks for the same numbers and terms in both languages, so that neither says more', () => {
    for (const [name, { en, ja }] of Object.entries(triageFacts)) {
      expect([name, [...new Set(placeholdersOf(ja))].sort()]).toEqual([name, [...new Set(placeholdersOf(en))].sort()])
    }
  })

  it('that is said has words in both languages and all that they ask for; queries parse and state their count', () => {
    fc.assert(fc.property(fc.array(samples, { minLength: 1, maxLength: 25 }), all => {
      for (const fact of allFacts(all)) {
        const words = triageFacts[fact.fact]
        if (words === undefined) throw new Error(`${fact.fact} has no words`)
        const given = [...Object.keys(fact.numbers), ...Object.keys(fact.terms)]
        expect([fact.fact, placeholdersOf(words.en).filter(name => !given.includes(name))]).toEqual([fact.fact, []])
        if (fact.query !== '') {
          expect(parseQuery(fact.query)).toMatchObject({ query: {} })
          expect(fact.numbers['count']).toBeGreaterThan(0)
        }
      }
    }), { numRuns: byDepth(60, 400, 4_000) })
  })

  it('is used: none is left from an earlier version', () => {
    const used = new Set(sweep().flatMap(allFacts).map(({ fact }) => fact))
    expect(Object.keys(triageFacts).filter(name => !used.has(name))).toEqual([])
  })
})

describe('an explanation', () => {
  it('has at most three facts for and three against', () => {
    fc.assert(fc.property(fc.array(samples, { minLength: 1, maxLength: 25 }), all => {
      const { cases, findings } = makeCases(all.map(sampleFinding), new Map(all.map((sample, i) => [sampleFinding(sample).id, VERDICTS[i % VERDICTS.length]!])))
      for (const { why } of [...cases.map(({ explanation }) => explanation), ...findings.map(explainFinding)]) {
        if (!('although' in why)) throw new Error('no sides')
        for (const side of why.although) expect(factsOf(side).length).toBeLessThanOrEqual(REASON_FACTS)
      }
    }), { numRuns: byDepth(30, 200, 2_000) })
  })

  it('of an intrusion reads so', () => {
    const { triaged, templates } = sampleReport()
    const [first] = triaged.cases
    expect(sentences(first!.explanation, templates, 'en')).toMatchInlineSnapshot(`
      "Between 2020-05-01 12:03:00 UTC and 2020-05-01 13:36:00 UTC, 9 rules made 9 findings on 3 connected subjects, first on host ws01; the strongest is “LSASS Memory Read by Unusual Program” (critical).
      The strongest finding, “LSASS Memory Read by Unusual Program”, is rated critical (+45).
      9 different rules point the same way (+12).
      Findings 35 minutes apart on host srv02 and host dc01 share user corp\\alice.
      Even if “LSASS Memory Read by Unusual Program” proves benign, little changes: 8 other rules keep the priority at 83.
      No frequency yet: 0 cases like this have a verdict.
      Check where the accounts used on host ws01 signed in over the next 24 hours: _subject:"host:ws01" and _time:[2020-05-01T12:21:00.000000Z TO 2020-05-02T12:21:00.000000Z]. Expected if harmless: only the hosts and hours they always use."
    `)
    expect(sentences(first!.explanation, templates, 'ja')).toMatchInlineSnapshot(`
      "2020-05-01 12:03:00 UTC から 2020-05-01 13:36:00 UTC にかけて、ホスト ws01 を起点に、関連する対象 3 件で 9 種類のルールによる 9 件の検知がありました。最も深刻なものは「LSASS Memory Read by Unusual Program」（深刻度: 重大）です。
      最も深刻な検知「LSASS Memory Read by Unusual Program」の深刻度は「重大」です（+45）。
      9 種類のルールが同じ方向を示しています（+12）。
      ホスト srv02 とホスト dc01 では、35 分の間隔で生じた検知にユーザー corp\\alice が共通しています。
      「LSASS Memory Read by Unusual Program」の検知が正当な操作によるものだったとしても、判断はほとんど変わりません。ほかの 8 種類のルールにより、優先度は 83 となります。
      同種のケースで判定済みのものは 0 件のため、頻度はまだ示せません。
      その後 24 時間に、ホスト ws01 で使われたアカウントがどこへログオンしたかを確認します: _subject:"host:ws01" and _time:[2020-05-01T12:21:00.000000Z TO 2020-05-02T12:21:00.000000Z]。無害であれば、普段どおりのホストと時間帯だけのはずです。"
    `)
  })

  it('of a finding says what its detector says, and what speaks against it', () => {
    const { triaged, templates } = sampleReport([sampleFinding({
      subject: 'host:ws01', minute: 0, rule: 'Odd Parent', level: 'low', tactics: ['execution'], status: 'experimental',
      falsePositives: ['Unknown', 'Software updates'],
      facts: [{ fact: 'test.field', numbers: {}, terms: { field: 'Image', value: 'x.exe' }, eventIds: [], query: '', asOf: 0 }],
    })])
    expect(sentences(explainFinding(triaged.findings[0]!), templates, 'en')).toMatchInlineSnapshot(`
      "“Odd Parent” (low) matched one event on host ws01 at 2020-05-01 12:00:00 UTC.
      Image is x.exe
      Known benign causes of “Odd Parent”: Software updates.
      “Odd Parent” has the status “experimental”: it has not proven itself in the field yet.
      No rule here is rated above low: by itself this is often everyday activity.
      It is benign if this explains it: Software updates. It grows more serious with another finding of medium or higher severity on host ws01 within 4 hours.
      No frequency yet: 0 cases like this have a verdict.
      Check what the program started and where it connected on host ws01 in the next 24 hours: _subject:"host:ws01" and _time:[2020-05-01T12:00:00.000000Z TO 2020-05-02T12:00:00.000000Z]. Expected if harmless: child processes and addresses known from software distribution or administration."
    `)
  })

  it('tells what the priority would be without the strongest rule', () => {
    const samplesOfTwo: Sample[] = [
      { subject: 'host:a', minute: 0, rule: 'strong', level: 'critical' }, { subject: 'host:a', minute: 1, rule: 'weak', level: 'medium' },
    ]
    const [only] = makeCases(samplesOfTwo.map(sampleFinding)).cases
    expect(only!.explanation.change).toMatchObject({ fact: 'triage.change-case', numbers: { priority: 48, without: 18 } })
  })

  it('invents no frequency', () => {
    for (const { explanation } of makeCases(sampleIntrusion()).cases) expect(explanation.confidence.numbers).toEqual({ seen: 0 })
  })
})

const samples: fc.Arbitrary<Sample> = fc.record({
  subject: fc.constantFrom('host:a', 'host:b"\\*', 'ip:203.0.113.7', `evidence:${'e'.repeat(64)}`),
  minute: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null, freq: 6 }),
  rule: fc.integer({ min: 0, max: 8 }).map(i => `rule "${i}" {x}`),
  level: fc.constantFrom(...SEVERITIES),
  tactics: fc.subarray(TACTICS.map(({ name }) => name), { maxLength: 2 }),
  falsePositives: fc.subarray(['Unknown', 'Administrators', 'Backup; {software}']),
  status: fc.constantFrom('test', 'experimental', ''),
  count: fc.integer({ min: 1, max: 150 }),
  entities: fc.subarray(['user:alice', 'ip:198.51.100.4', 'hash:aa']),
}).map(sample => ({ ...sample, rule: `${sample.rule} ${sample.level}` }))

/** Situations that between them call for every sentence. */
function sweep(): Sample[][] {
  const each = TACTICS.map(({ name }, i): Sample => ({ subject: `host:t${i}`, minute: 3_000 * i, rule: name, tactics: [name] }))
  const common = Array.from({ length: 200 }, (_, i): Sample => (
    { subject: `host:c${i}`, minute: 300 * i, rule: i === 150 ? 'rare' : 'common' }))
  const tied = (minute: number): Sample[] => ['host:a', 'host:b'].map((subject, i) => (
    { subject, minute: i * minute, rule: i === 0 ? 'x' : 'y', level: 'high', entities: ['user:alice'] }))
  const host = (rule: string, rest: Partial<Sample> = {}): Sample => ({ subject: 'host:a', minute: 0, rule, ...rest })
  return [
    each, common, tied(0), tied(30), ['host:a', 'host:b'].map(subject => host('x', { subject, entities: ['user:alice'] })),
    [host('strong', { level: 'critical' }), host('weak', { minute: 5 })],
    Array.from({ length: 9 }, (_, i) => host(`rule ${i}`, { minute: i })),
    [host('one', { minute: null })], [host('one', { minute: null }), host('two', { minute: null })],
    [host('a', { level: 'low', falsePositives: ['Administrators'], status: 'experimental' })],
    [host('a'), host('b')], [host('a', { tactics: ['execution'] }), host('b', { minute: 9, tactics: ['impact'] })],
  ]
}

function allFacts(all: readonly Sample[]): Fact[] {
  const findings = all.map(sampleFinding).map((finding, i) =>
    (i % 4 === 2 && finding.first !== null ? { ...finding, last: finding.first + 5e6 } : finding))
  const triaged = makeCases(findings)
  const judged = (['benign', 'true-positive'] as const).flatMap(verdict => makeCases(findings, new Map(findings.map(({ id }) => [id, verdict]))).cases)
  const counted = [[0, 'rule'], [2, 'rule'], [2, 'subject']] as const
  return [
    ...judged.flatMap((each, i) => {
      const [known, by] = counted[i % counted.length]!
      const { explanation, score } = verdictRules.withFrequency(each, { by, seen: 9, judged: known, benign: 1 })
      return [...factsIn(explanation), ...score]
    }),
    ...triaged.cases.flatMap(({ explanation, score }) => [...factsIn(explanation), ...score]),
    ...triaged.findings.flatMap(folded => factsIn(explainFinding(folded))),
    ...foldFindings(findings).map(folded => titleFact(folded, priorityOf(folded.findings))),
  ]
}

function factsIn({ what, why, change, confidence, next }: Explanation): Fact[] {
  return [what, ...factsOf(why), change, confidence, next]
}

function sentences(explanation: Explanation, templates: typeof triageFacts, language: 'en' | 'ja'): string {
  return factsIn(explanation).map(each => renderFact(each, templates, language)).join('\n')
}
