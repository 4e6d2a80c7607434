import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData, testFiles } from './test-data.ts'

const RULE = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection:
  selection: {name|startswith: ev}
  filter: {user: root}
  condition: selection and not filter
level: high
`
const EVENTS = [{ name: 'good' }, { name: 'evil', user: 'bob' }, { name: 'evil', user: 'root' }, { name: 'Everything' }]
const FILES = { 'events.json': EVENTS.map(event => `${JSON.stringify(event)}\n`).join(''), 'rules/a.yml': RULE }

function lines(text: string): unknown[] {
  return text.split('\n').filter(line => line !== '').map(line => JSON.parse(line))
}

describe('noroshi sigma match', () => {
  test('prints each match in the order of the input and a summary on standard error', async () => {
    const { code, stdout, stderr } = await runNoroshi(['sigma', 'match', '--rules', 'rules', 'events.json', '--json'], { cwd: temporaryFolder(FILES) })
    const rule = { ruleId: '5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11', ruleTitle: 'Evil name', level: 'high' }
    expect({ code, matches: lines(stdout) }).toEqual({
      code: 0,
      matches: [1, 3].map(record => ({ path: 'events.json', record, eventId: expect.stringMatching(/^[0-9a-f]{32}$/), ...rule })),
    })
    expect(stderr).toMatch(/^2 matches of 1 rules in 4 events, 1 files, 0 errors/)
  })
})

test.skipIf(IS_QUICK)('noroshi sigma match says that rules do not load', async () => {
  const cwd = temporaryFolder({ ...FILES, 'rules/b.yml': RULE.replace('5a1f', '5a20').replace('ev}', 'ev, name|expand: "%Names%"}') })
  const { code, stderr } = await runNoroshi(['sigma', 'match', '--rules', 'rules', 'events.json'], { cwd })
  expect(code).toBe(0)
  expect(stderr).toMatch(/^1 rules loaded; errors: 1\. noroshi sigma check rules says what they are and how to mend them\n2 matches/)
})

describe('noroshi sigma check', () => {
  test.skipIf(IS_QUICK)('is content with rules that load', async () => {
    const { code, stdout } = await runNoroshi(['sigma', 'check', 'rules'], { cwd: temporaryFolder(FILES) })
    expect([code, stdout]).toEqual([0, ''])
  })

  test('names file, line, column, code and mend of what does not', async () => {
    const folder = temporaryFolder({ 'rules/b.yml': RULE.replace('startswith', 'startwith') })
    const { code, stdout } = await runNoroshi(['sigma', 'check', 'rules'], { cwd: folder })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^rules\/b\.yml:5:\d+: SIGMA-E012 .*startwith.* — .*startswith/)
  })
})

describe('noroshi sigma explain', () => {
  test('shows the first record that matches, part by part', async () => {
    const { code, stdout } = await runNoroshi(['sigma', 'explain', 'rules/a.yml', 'events.json'], { cwd: temporaryFolder(FILES) })
    expect(code).toBe(0)
    expect(stdout).toContain('events.json record 1')
    expect(stdout).toMatch(/✓ .*selection/)
    expect(stdout).toMatch(/✗ .*filter/)
  })

  test.skipIf(IS_QUICK)('shows why a record does not match, with exit code 1', async () => {
    const { code, stdout } = await runNoroshi(['sigma', 'explain', 'rules/a.yml', 'events.json', '--record', '2', '--json'], { cwd: temporaryFolder(FILES) })
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { record: 2, held: false }])
  })
})

describe('noroshi hunt', () => {
  test('prints the events a query finds', async () => {
    const { code, stdout, stderr } = await runNoroshi(['hunt', 'name:ev* and not user:root', 'events.json', '--json'], { cwd: temporaryFolder(FILES) })
    expect([code, lines(stdout)]).toMatchObject([0, [{ record: 1, fields: { name: 'evil' } }, { record: 3 }]])
    expect(stderr).toBe('2 events found, read as: name:"ev*" and not user:root\n')
  })

  test.skipIf(IS_QUICK)('counts by a field', async () => {
    const { stdout } = await runNoroshi(['hunt', '* | count by name', 'events.json', '--json'], { cwd: temporaryFolder(FILES) })
    expect(lines(stdout)).toEqual([{ name: 'evil', count: 2 }, { name: 'Everything', count: 1 }, { name: 'good', count: 1 }, { total: 'total', count: 4 }])
  })

  test.skipIf(IS_QUICK)('knows which rules match an event', async () => {
    const { stdout } = await runNoroshi(['hunt', '_rule:5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11', 'events.json', '--rules', 'rules', '--json'], { cwd: temporaryFolder(FILES) })
    expect(lines(stdout)).toMatchObject([{ record: 1 }, { record: 3 }])
  })

  test('points at the place where a query is wrong', async () => {
    const { code, stderr } = await runNoroshi(['hunt', 'name:(evil', 'events.json'], { cwd: temporaryFolder(FILES) })
    expect(code).toBe(2)
    expect(stderr).toContain('  name:(evil\n')
  })
})

describeWithData('noroshi evtx', ['sigma/regression'], () => {
  test('prints one JSON object per record', async () => {
    const file = testFiles('sigma/regression', '.evtx')[0]!
    const { code, stdout } = await runNoroshi(['evtx', file])
    const expected = JSON.parse(readFileSync(file.replace(/\.evtx$/, '.json'), 'utf8')) as { Event: { System: { EventRecordID: number } } }
    expect([code, lines(stdout)]).toMatchObject([0, [{ Event: { System: { EventRecordID: expected.Event.System.EventRecordID } } }]])
  })

  test('says what is no EVTX file, with exit code 1', async () => {
    const folder = temporaryFolder({ 'a.evtx': 'no event log' })
    const { code, stdout, stderr } = await runNoroshi(['evtx', 'a.evtx'], { cwd: folder })
    expect([code, stdout, stderr]).toEqual([1, '', 'a.evtx: offset 0: format not recognised\n'])
  })
})

describeWithData('the regression files, as a user would match them', ['sigma/regression', 'sigma/rules'], () => {
  test.skipIf(IS_QUICK)('every EVTX and every JSON file is detected by the rule it is named for, with the whole rule set loaded', async () => {
    const files = [...testFiles('sigma/regression', '.evtx'), ...testFiles('sigma/regression', '.json')]
    const { stdout } = await runNoroshi(['sigma', 'match', '--rules', testData('sigma/rules'), ...files])
    const matches = lines(stdout) as { path: string; ruleId: string }[]
    const matched = new Set(matches.map(({ path, ruleId }) => `${path} ${ruleId}`))
    const missed = files.filter(file => !matched.has(`${file} ${ruleOf(file)}`)).map(file => file.slice(testData('sigma/regression').length + 1))
    expect([files.length >= 232, missed]).toEqual([true, []])
  })
})

/** The rule that `info.yml` beside a regression file names. */
function ruleOf(file: string): string {
  const info = readFileSync(join(file, '../info.yml'), 'utf8')
  return /rule_metadata:\s*- id: (\S+)/.exec(info)?.[1] ?? 'none'
}
