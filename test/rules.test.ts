import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import { ruleFiles } from '../src/detect/sigma/load/rule-files.ts'
import { readRuleTests, testsPathOf } from '../src/detect/sigma/rule-tests/rule-tests.ts'
import { runRuleTests } from '../src/detect/sigma/rule-tests/run-rule-tests.ts'
import { tacticOf } from '../src/model/attack-tactics.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = join(import.meta.dirname, '..')
const RULES = join(ROOT, 'rules')

const ruleSchema = z.looseObject({
  id: z.uuid(),
  title: z.string().max(100),
  status: z.enum(['experimental', 'test', 'stable']),
  description: z.string().min(40),
  references: z.array(z.url()).min(1),
  author: z.literal('Noroshi'),
  license: z.literal('Apache-2.0'),
  tags: z.array(z.string()).min(1),
  falsepositives: z.array(z.string()).min(1),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
})

const mappings = loadMappings()
const { files } = ruleFiles(RULES)

describe('the rules of our own', () => {
  test('all load, without a warning', () => {
    expect(loadRules([RULES]).problems).toEqual([])
  })

  test('are at least 120, each with an id and a title of its own', () => {
    const summaries = loadRules([RULES]).rules.map(rule => rule.summary)
    expect(summaries.length).toBe(files.length)
    expect(files.length).toBeGreaterThanOrEqual(120)
    expect(new Set(summaries.map(({ id }) => id)).size).toBe(files.length)
    expect(new Set(summaries.map(({ title }) => title)).size).toBe(files.length)
  })

  test.each(files.map(file => [relative(RULES, file), file]))('%s says all that a rule must say', (_, file) => {
    ruleSchema.parse(parse(readFileSync(file, 'utf8')))
    const [rule] = loadRules([file]).rules
    expect(rule!.summary.tactics.filter(tactic => tacticOf(tactic) === undefined)).toEqual([])
    expect(rule!.summary.tactics).not.toEqual([])
  })
})

describe.each(files.map(file => [relative(RULES, file), file]))('%s', (_, file) => {
  const read = readRuleTests(testsPathOf(file))
  if (read === null || 'wrong' in read) throw new Error(`${testsPathOf(file)}: ${read === null ? 'missing' : read.wrong}`)
  const results = runRuleTests(loadRules([file]), read.tests, mappings)

  test('speaks of datasets that there are', () => {
    expect(results.filter(({ unknownDataset }) => unknownDataset)).toEqual([])
  })

  test.each(results.map(result => [result.expected, result.name, result.passed] as const))('%s: %s', (_expected, _name, passed) => {
    expect(passed).toBe(true)
  })
})

test('a rule that does not do what its tests say is told', async () => {
  const folder = temporaryFolder({
    'a.yml': 'title: A\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}\n',
    'a.tests.yml': tests('windows.sysmon', 'y', 'x'),
    'b.yml': 'title: B\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}\n',
    'c.yml': 'title: C\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}\n',
    'c.tests.yml': 'tests: {positive: []}\n',
    'd.yml': 'title: D\n',
    'd.tests.yml': tests('windows.sysmon', 'x', 'y'),
    'e.yml': 'title: E\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}\n',
    'e.tests.yml': tests('nobody.knows', 'x', 'y'),
  })
  const { stdout, stderr, code } = await runNoroshi(['sigma', 'test', '.', '--json'], { cwd: folder })
  const lines = stdout.trimEnd().split('\n').map(line => JSON.parse(line) as { file: string; test?: string; result: string })
  expect(lines.map(({ file, test: name, result }) => [file, name, result])).toEqual([
    ['a.yml', 'p', 'failed'], ['a.yml', 'n', 'failed'],
    ['b.yml', undefined, 'untested'],
    ['c.tests.yml', undefined, 'failed'],
    ['d.yml', undefined, 'failed'], ['d.yml', undefined, 'failed'], ['d.yml', 'p', 'failed'], ['d.yml', 'n', 'passed'],
    ['e.yml', 'p', 'failed'], ['e.yml', 'n', 'failed'],
  ])
  expect([code, stderr]).toEqual([1, expect.stringContaining('1 tests passed, 8 failed; 1 files without tests')])
})

function tests(dataset: string, positive: string, negative: string): string {
  const example = (name: string, image: string) => `[{name: ${name}, dataset: ${dataset}, event: {EventID: 1, Image: ${image}}}]`
  return `tests:\n  positive: ${example('p', positive)}\n  negative: ${example('n', negative)}\n`
}
