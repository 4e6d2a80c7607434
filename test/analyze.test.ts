import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { compareText } from '../src/model/event-order.ts'
import type { Report } from '../src/triage/report/schema.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData, testFiles } from './test-data.ts'

const DATE = ['--date', '2026-11-22']

async function analyze(paths: readonly string[], ...args: string[]): Promise<Report> {
  const out = temporaryFolder()
  const { code, stderr } = await runNoroshi(['analyze', ...paths, '--out', out, ...DATE, ...args])
  expect(code, stderr).toBeLessThan(2)
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report
}

/** What must not depend on names, packing, order and workers: everything but paths and seconds. */
function essence({ evidence, findings, cases, stats }: Report) {
  return {
    evidence: evidence.filter(({ format }) => format !== null).map(({ paths: _, ...rest }) => rest).sort((a, b) => compareText(a.sha256 ?? '', b.sha256 ?? '')),
    findings: findings.map(finding => ({ ...finding, events: finding.events.map(({ path: _, ...event }) => event) })),
    cases,
    stats: { ...stats, seconds: 0 },
  }
}

describeWithData('analyze, on real evidence', ['evtx', 'windows-json', 'sigma/rules'], () => {
  // All rules at the long depth; otherwise those that a plain evaluator tries in seconds.
  const rules = byDepth([], ['rules/windows/builtin', 'rules/windows/create_remote_thread'], ['rules'])
    .flatMap(folder => ['--rules', testData('sigma/rules/rules', folder.replace(/^rules\/?/, ''))])
  const files = byDepth(
    [],
    [...testFiles('evtx', '.evtx'), ...testFiles('windows-json', '.json.gz')],
    [...testFiles('evtx', '.evtx'), ...testFiles('windows-json', '.json.gz')],
  )

  test.skipIf(IS_QUICK)('the result does not depend on workers, names, packing, order or repetition', { timeout: 600_000 }, async () => {
    const first = await analyze(files, ...rules)
    expect(first.stats.events).toBeGreaterThan(20_000)
    expect(first.findings.length).toBeGreaterThan(0)
    expect(first.cases.length).toBeGreaterThan(0)

    const folder = temporaryFolder()
    mkdirSync(join(folder, 'deep'))
    const copies = files.toReversed().map((file, i) => {
      const copy = join(folder, i % 2 === 0 ? '' : 'deep', `renamed-${i}`)
      if (i % 3 === 0) writeFileSync(copy, gzipSync(readFileSync(file)))
      else if (i % 3 === 1) writeFileSync(copy, zstdCompressSync(readFileSync(file)))
      else copyFileSync(file, copy)
      return copy
    })
    const second = await analyze([...copies, copies[0]!], '--workers', '1', ...rules)
    expect(essence(second)).toEqual(essence(first))
  })
})

describe('analyze', () => {
  const line = (fields: object) => `${JSON.stringify(fields)}\n`
  const rule = [
    'title: Example', 'id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11', 'logsource: {category: test}', 'detection: {selection: {name: evil}, condition: selection}', 'level: high',
  ].join('\n')

  test('prints report.json and nothing else with --json, and writes the same file', async () => {
    const folder = temporaryFolder({ 'events.json': line({ time: '2026-01-01T00:00:00Z', name: 'evil' }) + line({ name: 'good' }), 'rules/a.yml': rule })
    const { code, stdout } = await runNoroshi(['analyze', 'events.json', '--rules', 'rules', '--json'], { cwd: folder })
    const report = JSON.parse(stdout) as Report
    expect({ code, findings: report.findings.length, events: report.stats.events }).toEqual({ code: 0, findings: 1, events: 2 })
    expect(JSON.parse(readFileSync(join(folder, 'noroshi-report/report.json'), 'utf8'))).toEqual(report)
    expect(readFileSync(join(folder, 'noroshi-report/report.html'), 'utf8')).toContain('</html>')
    expect(readFileSync(join(folder, 'noroshi-report/report.md'), 'utf8')).toContain('Example')
  })

  test('reads everything readable around what is damaged, and says what and where with exit code 1', async () => {
    const folder = temporaryFolder({
      'a.json': line({ name: 'good' }) + '{"broken": \n' + line({ name: 'evil' }), 'empty.log': '', 'garbage.bin': '\u0000\u0001\u0002\u0003'.repeat(50), 'rules/a.yml': rule,
    })
    const { code, stdout } = await runNoroshi(['analyze', 'a.json', 'empty.log', 'garbage.bin', '--rules', 'rules', '--json'], { cwd: folder })
    const { evidence, findings } = JSON.parse(stdout) as Report
    expect(code).toBe(1)
    expect(evidence.map(({ paths, events, errors }) => [paths[0], events, errors.length])).toEqual([['a.json', 2, 1], ['empty.log', 0, 1], ['garbage.bin', 0, 1]])
    expect(evidence[0]!.errors[0]!.offset).toBeGreaterThanOrEqual(line({ name: 'good' }).length)
    expect(findings).toMatchObject([{ count: 1, events: [{ path: 'a.json', record: 2 }] }])
  })

  test('says which copy of a content is damaged', async () => {
    const packed = gzipSync(line({ name: 'good' }))
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'whole.json.gz'), packed)
    writeFileSync(join(folder, 'tail.json.gz'), Buffer.concat([packed, Buffer.from('junk')]))
    const { code, stdout } = await runNoroshi(['analyze', '.', '--json'], { cwd: folder })
    const { evidence } = JSON.parse(stdout) as Report
    expect({ code, evidence: evidence.map(({ paths, errors }) => [paths, errors.map(({ reason }) => reason)]) }).toEqual({
      code: 1, evidence: [[['tail.json.gz', 'whole.json.gz'], ['tail.json.gz: 4 bytes after the end of the gzip data belong to nothing']]],
    })
  })

  test.skipIf(IS_QUICK)('refuses to start where the report cannot be written', async () => {
    const { code, stderr } = await runNoroshi(['analyze', '.', '--out', '/proc/no/such'], { cwd: temporaryFolder() })
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot make the folder /proc/no/such')])
  })

  test.skipIf(IS_QUICK)('takes a read-me in a folder for no evidence, and one that is named for a format it does not know', async () => {
    const folder = temporaryFolder({ 'in/README.md': '# Read me\n\nWords about mimikatz.\n', 'in/a.json': line({ name: 'evil' }), 'rules/a.yml': rule })
    const found = await runNoroshi(['analyze', 'in', '--rules', 'rules', '--json'], { cwd: folder })
    const named = await runNoroshi(['analyze', 'in/README.md', '--rules', 'rules', '--json'], { cwd: folder })
    const summary = (text: string) => (JSON.parse(text) as Report).evidence.map(({ paths, format, events, errors }) => [paths[0], format, events, errors.length])
    expect([found.code, summary(found.stdout)]).toEqual([0, [['in/README.md', null, 0, 0], ['in/a.json', 'json', 1, 0]]])
    expect([named.code, summary(named.stdout)]).toEqual([1, [['in/README.md', null, 0, 1]]])
  })

  // Each a start of the program.
  test.each([
    ['a path that does not exist', ['analyze', 'nowhere']],
  ])('ends with 2 and a hint at %s', refused)

  test.skipIf(IS_QUICK).each([
    ['no path', ['analyze']],
    ['an unknown option', ['analyze', '.', '--nonsense']],
    ['an unknown command', ['nonsense']],
    ['a date that is none', ['analyze', '.', '--date', 'yesterday']],
    ['an unknown language', ['analyze', '.', '--lang', 'fr']],
    ['rules that do not exist', ['analyze', '.', '--rules', 'nowhere']],
  ])('ends with 2 and a hint at %s', refused)

  async function refused(_: string, args: readonly string[]) {
    const { code, stdout, stderr } = await runNoroshi(args, { cwd: temporaryFolder() })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.length).toBeGreaterThan(10)
  }
})
