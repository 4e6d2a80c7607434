import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { Finding } from '../../model/finding.ts'
import type { Severity } from '../../model/severity.ts'
import type { Sample } from '../testing/sample-finding.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { batchesOfEqualTime } from './fold-order.ts'
import { CaseFold, foldFindings } from './fold.ts'
import type { FoldedCase } from './folded-case.ts'

describe('what belongs together', () => {
  it('thirty rules on one host in twenty minutes are one case', () => {
    expect(shape(range(30, i => ({ subject: 'host:ws01', minute: i * 20 / 30, rule: `rule ${i}` })))).toEqual([30])
  })

  it('lateral movement of one user over three hosts is one case', () => {
    expect(casesOf([
      { subject: 'host:ws01', minute: 0, rule: 'a', level: 'high', entities: ['user:corp\\alice'] },
      { subject: 'host:srv02', minute: 45, rule: 'b', level: 'high', entities: ['user:alice'] },
      { subject: 'host:dc01', minute: 130, rule: 'c', level: 'high', entities: ['user:alice@corp.example'] },
    ])).toEqual([['host:ws01 a', 'host:srv02 b', 'host:dc01 c']])
  })

  it('the same unusual program on two hosts joins them, the same system program does not', () => {
    const seen = (path: string): readonly Sample[] => ['host:ws01', 'host:ws02'].map((subject, i) => (
      { subject, minute: 30 * i, rule: 'a', level: 'high', entities: ['hash:aa', `process:${path}`] }))
    expect(shape(seen('c:\\users\\public\\x.exe'))).toEqual([2])
    expect(shape(seen('c:\\windows\\system32\\cmd.exe'))).toEqual([1, 1])
    expect(shape(seen('c:\\program files\\browser\\browser.exe'))).toEqual([1, 1])
  })

  it('two hosts that meet one address outside are one case, that meet one inside are two', () => {
    const meet = (address: string): readonly Sample[] => ['host:ws01', 'host:ws02'].map(subject => (
      { subject, minute: 5, rule: 'a', entities: [`ip:${address}`] }))
    expect(shape(meet('203.0.113.7'))).toEqual([2])
    expect(shape(meet('10.1.2.3'))).toEqual([1, 1])
    expect(shape(meet('fd00::1'))).toEqual([1, 1])
  })

  it('a finding that names the other subject joins it, under its full name too', () => {
    expect(shape([
      { subject: 'host:srv02.corp.example', minute: 0, rule: 'a' },
      { subject: 'host:ws01', minute: 20, rule: 'b', entities: ['host:srv02'] },
    ])).toEqual([2])
    expect(shape([
      { subject: 'host:ws01', minute: 0, rule: 'b', entities: ['ip:10.0.0.5'] },
      { subject: 'ip:10.0.0.5', minute: 20, rule: 'a' },
    ])).toEqual([2])
  })

  it('a pause longer than four hours on a host begins another case', () => {
    expect(shape([0, 200, 400, 641].map(minute => ({ subject: 'host:ws01', minute, rule: `at ${minute}` })))).toEqual([3, 1])
  })

  it('a host where a medium rule never rests gets a new case after a week', () => {
    const hourly = range(24 * 8, i => ({ subject: 'host:ws01', minute: 60 * i, rule: 'never rests' }))
    expect(shape(hourly)).toEqual([24 * 7 + 1, 24 - 1])
  })
})

describe('what does not belong together', () => {
  it('one low rule on five hundred hosts is five hundred cases, even with one user', () => {
    const noise = range(500, (i): Sample => (
      { subject: `host:ws${i}`, minute: i / 10, rule: 'noise', level: 'low', entities: ['user:corp\\deploy'] }))
    expect(shape(noise)).toEqual(Array.from({ length: 500 }, () => 1))
  })

  it('a low finding joins its own host and brings no other host with it', () => {
    expect(casesOf([
      { subject: 'host:ws01', minute: 0, rule: 'strong', level: 'high', entities: ['user:alice'] },
      { subject: 'host:ws01', minute: 1, rule: 'weak', level: 'low', entities: ['user:bob'] },
      { subject: 'host:ws02', minute: 2, rule: 'other', level: 'high', entities: ['user:bob'] },
    ])).toEqual([['host:ws01 strong', 'host:ws01 weak'], ['host:ws02 other']])
  })

  it('low findings do not keep a case open', () => {
    const weak = range(10, i => ({ subject: 'host:ws01', minute: 60 * i, rule: `weak ${i}`, level: 'low' as const }))
    expect(shape(weak)).toEqual([5, 5])
  })

  it('accounts that every machine has join nothing', () => {
    const both = (user: string): readonly Sample[] => ['host:ws01', 'host:ws02'].map(subject => (
      { subject, minute: 5, rule: 'a', level: 'high', entities: [`user:${user}`] }))
    for (const user of ['administrator', 'ws01\\administrator', 'root', 'corp\\srv01$']) expect(shape(both(user))).toEqual([1, 1])
  })

  it('an account that was seen on many hosts before joins no more', () => {
    const admin = range(40, i => ({ subject: `host:ws${i}`, minute: 300 * i, rule: `rule ${i}`, entities: ['user:ops'] }))
    const together = ['host:a', 'host:b'].map((subject): Sample => (
      { subject, minute: 12_100, rule: 'x', level: 'high', entities: ['user:ops'] }))
    expect(shape([...admin, ...together]).slice(-2)).toEqual([1, 1])
    expect(shape(together)).toEqual([2])
  })

  it('a rule that spoke about many hosts ties none', () => {
    const everywhere = range(20, i => ({ subject: `host:ws${i}`, minute: 300 * i, rule: 'policy' }))
    const together = ['host:a', 'host:b'].map(subject => ({ subject, minute: 6_000, rule: 'policy', entities: ['user:alice'] }))
    expect(shape([...everywhere, ...together]).slice(-2)).toEqual([1, 1])
  })

  it('a sweep ties no one by its long list of addresses', () => {
    const addresses = range(40, i => `ip:203.0.113.${i}`)
    expect(shape([
      { subject: 'host:ws01', minute: 0, rule: 'sweep', entities: addresses },
      { subject: 'host:ws02', minute: 5, rule: 'a', entities: ['ip:203.0.113.7'] },
    ])).toEqual([1, 1])
  })

  it('the larger a case, the stronger the tie it takes; one account never joins more than five subjects', () => {
    const worm = range(12, (i): Sample => (
      { subject: `host:ws${i}`, minute: i, rule: `rule ${i}`, level: 'high', entities: ['user:alice'] }))
    expect(Math.max(...shape(worm))).toBe(5)
  })

  it('findings without time are tied by evidence and subject only, and come last', () => {
    expect(casesOf([
      { subject: 'host:ws01', minute: null, rule: 'a', entities: ['user:alice'] },
      { subject: 'host:ws01', minute: null, rule: 'b' },
      { subject: 'host:ws02', minute: null, rule: 'c', entities: ['user:alice'] },
      { subject: 'host:ws01', minute: null, rule: 'd', evidence: 'f'.repeat(64) },
      { subject: 'host:ws01', minute: 90, rule: 'e' },
    ]).map(each => each.toSorted()).toSorted()).toEqual([
      ['host:ws01 a', 'host:ws01 b'], ['host:ws01 d'], ['host:ws01 e'], ['host:ws02 c'],
    ])
  })
})

describe('the fold is a function of the set', () => {
  it('in any order of the findings, and of those of one time', () => {
    fc.assert(fc.property(findingSets, fc.infiniteStream(fc.nat()), (findings, random) => {
      const expected = outline(foldFindings(findings))
      expect(outline(foldFindings(shuffled(findings, random)))).toEqual(expected)
      const fold = new CaseFold()
      for (const batch of batchesOfEqualTime(findings)) fold.accept(shuffled(batch, random))
      expect(outline(fold.result())).toEqual(expected)
    }), { numRuns: byDepth(60, 400, 4_000) })
  })

  it('what was decided of the past stays: later findings only add to cases or join them', () => {
    fc.assert(fc.property(findingSets, fc.double({ min: 0, max: 1, noNaN: true }), (findings, share) => {
      const batches = [...batchesOfEqualTime(findings)]
      const past = batches.slice(0, Math.floor(batches.length * share)).flat()
      const whole = foldFindings(findings)
      const caseOf = new Map(whole.flatMap((each, i) => each.findings.map(({ finding }) => [finding.id, i] as const)))
      const before = new Map(whole.flatMap(each => each.findings.map(folded => [folded.finding.id, folded.before] as const)))
      for (const { findings: members } of foldFindings(past)) {
        expect(new Set(members.map(({ finding }) => caseOf.get(finding.id))).size).toBe(1)
        for (const each of members) expect(each.before).toEqual(before.get(each.finding.id))
      }
    }), { numRuns: byDepth(60, 400, 4_000) })
  })

  it('goes on after a result was asked for', () => {
    const findings = range(50, i => sampleFinding(
      { subject: `host:ws${i % 7}`, minute: 3 * i, rule: `rule ${i % 5}`, entities: [`user:u${i % 4}`] }))
    const fold = new CaseFold()
    for (const batch of batchesOfEqualTime(findings)) {
      fold.accept(batch)
      fold.result()
    }
    expect(outline(fold.result())).toEqual(outline(foldFindings(findings)))
  })
})

it('folds many findings in time that grows like their number (printed)', () => {
  const count = byDepth(10_000, 50_000, 100_000)
  const findings = range(count, i => ({
    subject: `host:ws${i * 7 % 3_000}`,
    minute: i % 40_000,
    rule: `rule ${i * 13 % 400}`,
    level: (['low', 'medium', 'high'] as const)[i % 3]!,
    entities: [
      `user:u${i % 5_000}`, `ip:10.0.${i % 250}.${i % 199}`, `ip:198.51.${i % 100}.${i % 251}`, `hash:h${i % 9_000}`,
      `process:/tmp/p${i % 800}`,
    ],
  })).map(sampleFinding)
  const started = performance.now()
  const cases = foldFindings(findings)
  console.log(`${count} findings, ${cases.length} cases: ${Math.round(performance.now() - started)} ms`)
  expect(cases.reduce((sum, each) => sum + each.findings.length, 0)).toBe(count)
})

const levels: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical']

/** Few names and few times, so that much is shared and many findings fall together. */
const findingSets = fc.uniqueArray(fc.record({
  subject: fc.integer({ min: 0, max: 5 }).map(i => `host:ws${i}`),
  minute: fc.option(fc.integer({ min: 0, max: 40 }).map(i => i * 25), { nil: null, freq: 8 }),
  rule: fc.integer({ min: 0, max: 6 }).map(i => `rule ${i}`),
  level: fc.constantFrom(...levels),
  entities: fc.subarray(['user:alice', 'user:corp\\bob', 'ip:203.0.113.7', 'hash:aa', 'process:/tmp/x', 'host:ws1', 'domain:c2.example']),
}).map(sample => sampleFinding({ ...sample, rule: `${sample.rule} ${sample.level}` })), { selector: finding => finding.id, maxLength: 60 })

function range<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

/** Members of each case by `subject rule`, in fold order. */
function casesOf(samples: readonly Sample[]): string[][] {
  return foldFindings(samples.map(sampleFinding)).map(each =>
    each.findings.map(({ finding }) => `${finding.subject.type}:${finding.subject.value} ${finding.rule.title}`))
}

/** Sizes of the cases, by their first finding. */
function shape(samples: readonly Sample[]): number[] {
  return casesOf(samples).map(each => each.length)
}

function outline(cases: readonly FoldedCase[]): unknown {
  return cases.map(({ findings, ties }) => [findings.map(({ finding, before }) => [finding.id, before]), ties])
}

function shuffled(findings: readonly Finding[], random: Iterable<number>): Finding[] {
  const keys = random[Symbol.iterator]()
  return findings.map(finding => ({ finding, key: keys.next().value as number })).sort((a, b) => a.key - b.key).map(each => each.finding)
}
