import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Explanation } from '../src/model/reason.ts'
import { factsOf } from '../src/model/reason.ts'
import type { Report } from '../src/triage/report/schema.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const RULES = `title: Logon failed
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c01
name: failed
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4625}, condition: selection}
level: low
---
title: Logon worked
name: worked
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c02
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4624}, condition: selection}
level: informational
---
title: Many failed logons
name: many
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c03
correlation:
  type: event_count
  rules: [failed]
  group-by: [TargetUserName]
  timespan: 10m
  condition: {gte: 5}
level: medium
---
title: Password guessed
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c04
tags: [attack.credential_access, attack.t1110]
correlation:
  type: temporal_ordered
  rules: [many, worked]
  group-by: [TargetUserName]
  timespan: 1h
level: high
`

function logon(second: number, EventID: number, TargetUserName: string): string {
  const time = new Date(Date.UTC(2026, 0, 5, 8, 0, second)).toISOString()
  return JSON.stringify({ EventTime: time, SourceName: 'Microsoft-Windows-Security-Auditing', Channel: 'Security', EventID, Hostname: 'dc01.corp.example', TargetUserName, IpAddress: '198.51.100.7' })
}

/** Ann's password is guessed; Bob mistypes his. */
const STORY = [
  ...Array.from({ length: 6 }, (_, index) => logon(index * 20, 4625, 'ann')),
  logon(15, 4625, 'bob'), logon(30, 4624, 'bob'),
  logon(300, 4624, 'Ann'),
]

const even = STORY.filter((_, index) => index % 2 === 0).join('\n')
const odd = STORY.filter((_, index) => index % 2 === 1).join('\n')

async function analyzed(files: Record<string, string | Buffer>, ...options: string[]): Promise<Report> {
  const folder = temporaryFolder({ 'rules/r.yml': RULES, ...files })
  const { code, stderr } = await runNoroshi(['analyze', ...Object.keys(files), '--rules', 'rules', '--out', 'out', ...options], { cwd: folder })
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('forget')])
  return JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')) as Report
}

/** Seven starts of the engines, on a machine that may be busy. */
const BUSY_MS = 300_000

describe.skipIf(IS_QUICK)('correlation rules in an analysis', () => {
  test('are completed by events of several files, whatever their order and packing', async () => {
    const ways = [
      () => analyzed({ 'a.json': even, 'b.json.gz': gzipSync(odd) }, '--workers', '2'),
      () => analyzed({ 'all.json': STORY.join('\n') }),
      () => analyzed({ 'a.json': odd, 'b.json': even }, '--workers', '1'),
    ]
    const reports: Report[] = []
    for (const way of ways.slice(0, byDepth(1, 2, 3))) reports.push(await way())
    for (const report of reports) {
      expect(report.findings.map(({ rule, count, events, severity }) => [rule.title, count, events.length, severity])).toEqual([['Password guessed', 1, 1, 'high']])
      expect([report.cases.length, report.stats.digest.matches.count]).toEqual([1, 1])
    }
    const said = reports[0]!.findings[0]!.reason.text
    expect(JSON.stringify(said.en)).toContain('TargetUserName Ann')
    expect(JSON.stringify(said.ja)).toContain('TargetUserName Ann が共通する')
    expect(new Set(reports.map(({ findings }) => findings[0]!.id)).size).toBe(1)
  })

  test('state facts whose hunts count again what they say', async () => {
    const folder = temporaryFolder({ 'rules/r.yml': RULES, 'all.json': STORY.join('\n') })
    expect((await runNoroshi(['analyze', 'all.json', '--rules', 'rules', '--out', 'out'], { cwd: folder })).code).toBe(0)
    const { findings } = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')) as Report
    const { what, why } = findings[0]!.reason as unknown as Explanation
    const counted = [what, ...factsOf(why)].filter(({ query }) => query !== '')
    const hunted = await Promise.all(counted.map(async ({ query }) => (await runNoroshi(['hunt', query, 'all.json', '--rules', 'rules', '--json'], { cwd: folder })).stdout.trim().split('\n').length))
    expect(counted.map(({ fact, numbers }, index) => [fact, numbers['count'], hunted[index]])).toEqual([['triage.finding-at', 1, 1], ['sigma.correlated-group', 3, 3]])
  })

  test.skipIf(IS_QUICK)('say the same of what is stored, when more of it comes, when it is read again, and when a part of it goes', async () => {
    const folder = temporaryFolder({ 'rules/r.yml': RULES, 'a.json': odd, 'b.json': even })
    const noroshi = async (...args: string[]) => {
      const { code, stdout, stderr } = await runNoroshi(args, { cwd: folder, env: { NOROSHI_DATA: join(folder, 'data') } })
      expect([args, code, stderr]).toEqual([args, 0, expect.any(String)])
      return stdout
    }
    const told = (text: string) => {
      const { findings, cases, stats: { events, digest } } = JSON.parse(text) as Report
      return { findings, cases: cases.map(({ id, priority, findings: ids }) => [id, priority, ids]), events, digest }
    }
    await placeMadeData(join(folder, 'data'))
    const expected = told(await noroshi('analyze', join(folder, 'a.json'), join(folder, 'b.json'), '--rules', 'rules', '--out', 'out', '--json'))
    expect(expected.findings.length).toBe(1)
    expect(told(await noroshi('ingest', 'a.json', '--rules', 'rules', '--json')).findings).toEqual([])
    expect(told(await noroshi('ingest', 'b.json', '--rules', 'rules', '--json'))).toEqual(expected)
    expect(told(await noroshi('rerun', '--all', '--rules', 'rules', '--json'))).toEqual(expected)
    expect(JSON.parse(await noroshi('status', '--verify', '--json'))).toMatchObject({ settled: true })
    const sha256 = createHash('sha256').update(even).digest('hex')
    await noroshi('evidence', 'delete', sha256, '--reason', 'test')
    expect(told(await noroshi('ingest', 'a.json', '--rules', 'rules', '--json')).findings).toEqual([])
  }, BUSY_MS)

  test('count events of all files', async () => {
    const rules = { 'rules/r.yml': RULES.replace('level: medium', 'level: medium\ngenerate: true').split('---\ntitle: Password guessed')[0]! }
    const folder = temporaryFolder({ ...rules, 'a.json': even, 'b.json': odd })
    const { stdout } = await runNoroshi(['sigma', 'match', 'a.json', 'b.json', '--rules', 'rules'], { cwd: folder })
    const titles = stdout.trimEnd().split('\n').map(line => (JSON.parse(line) as { ruleTitle: string }).ruleTitle)
    expect(Object.fromEntries([...Map.groupBy(titles, title => title)].map(([title, each]) => [title, each.length]))).toEqual({ 'Logon failed': 7, 'Logon worked': 2, 'Many failed logons': 2 })
  })
})
