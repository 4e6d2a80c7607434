import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { Mappings } from '../../../model/mappings.ts'
import type { RuleItem, RulePart } from '../../../model/ports/rule-shelf.ts'
import type { Fields } from '../../../model/value.ts'
import { ruleReader } from './rule-reader.ts'

const FILES = {
  'shell.yml': `title: Shell of a Server
id: 11111111-1111-4111-8111-111111111111
name: shell
description: "  A server starts a shell. "
author: Somebody
date: 2026-01-02
references: [https://example.org/a]
tags: [attack.execution, attack.t1059.003]
logsource: { category: test }
detection:
  server:
    ParentImage|endswith: ['\\w3wp.exe', '\\httpd.exe']
  shell:
    Image|endswith: '\\cmd.exe'
  noise:
    CommandLine|re: '^echo'
  condition: server and shell and not noise
falsepositives: [Deployment]
level: high
`,
  'shell.tests.yml': `tests:
  positive:
    - { name: a web shell, dataset: test, event: { ParentImage: 'C:\\w3wp.exe', Image: 'C:\\cmd.exe', CommandLine: whoami, User: www } }
  negative:
    - { name: a person, dataset: test, event: { ParentImage: 'C:\\explorer.exe', Image: 'C:\\cmd.exe' } }
`,
  'often.yml': `title: Often
id: 22222222-2222-4222-8222-222222222222
correlation:
  type: event_count
  rules: [shell]
  group-by: [Computer]
  timespan: 5m
  condition: { gte: 3 }
level: low
`,
  'filters/backup.yml': `title: Backup
id: 33333333-3333-4333-8333-333333333333
logsource: { category: test }
filter:
  rules: [shell]
  selection: { User: backup }
  condition: selection
`,
  'broken.yml': 'title: Broken\nlogsource: { category: test }\n',
} as const

function shelfOf(files: Readonly<Record<string, string>> = FILES, endedFilters: ReadonlySet<string> = new Set()) {
  const folder = temporaryFolder()
  write(folder, files)
  return ruleReader(new Mappings([]), {}).read([{ name: 'mine', path: folder }], { endedFilters })
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

const [SHELL, OFTEN, BACKUP] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333']
const WEB_SHELL: Fields = { ParentImage: 'C:\\inetsrv\\W3WP.exe', Image: 'C:\\Windows\\cmd.exe', CommandLine: 'cmd /c deploy.cmd', User: 'www', ProcessId: '4711', Computer: 'web1' }
const seen = (fields: Fields) => ({ dataset: 'test', fields })

function itemsOf(part: RulePart): readonly RuleItem[] {
  return part.kind === 'item' ? [part] : part.parts.flatMap(itemsOf)
}

describe('a shelf of rules', () => {
  test('lists rules and correlations with where they are, filters with what they are added to, and what is wrong', async () => {
    const { cards, filters, problems } = await shelfOf()
    expect(cards.map(({ kind, set, file, about, hasTests, summary }) => [summary.title, kind, set, file, about, hasTests])).toEqual([
      ['Shell of a Server', 'rule', 'mine', 'shell.yml', [], true],
      ['Often', 'correlation', 'mine', 'often.yml', [SHELL], false],
    ])
    expect(filters).toEqual([{ id: BACKUP, title: 'Backup', set: 'mine', file: join('filters', 'backup.yml'), appliesTo: [SHELL] }])
    expect(problems.map(({ code, file }) => [code, file])).toContainEqual(['SIGMA-E008', 'broken.yml'])
  })

  test('shows all that a rule says of itself, and its condition as a tree', async () => {
    const page = (await shelfOf()).page(SHELL)!
    expect(page).toMatchObject({
      description: 'A server starts a shell.', author: 'Somebody', date: '2026-01-02', references: ['https://example.org/a'], source: FILES['shell.yml'],
      usedBy: [{ summary: { title: 'Often' } }], filters: [{ id: BACKUP }], correlation: null,
    })
    const item = (field: string, modifiers: string[]) => expect.objectContaining({ kind: 'item', field, modifiers, held: null, seen: null })
    expect(page.detection).toMatchObject({
      kind: 'all', label: '', parts: [
        { label: 'server', parts: [item('ParentImage', ['endswith'])] },
        { label: 'shell', parts: [item('Image', ['endswith'])] },
        { kind: 'not', parts: [{ label: 'noise', parts: [item('CommandLine', ['re'])] }] },
        { kind: 'not', parts: [{ label: 'Backup', filter: true, parts: [item('User', [])] }] },
      ],
    })
    expect((await shelfOf()).page(OFTEN)).toMatchObject({ detection: null, correlation: { type: 'event_count', groupBy: ['Computer'], timespan: 300_000_000, condition: 'gte 3' } })
    expect((await shelfOf()).page('nothing')).toBeNull()
  })

  test('a filter whose time is over is added to nothing', async () => {
    expect((await shelfOf(FILES, new Set([BACKUP]))).filters).toEqual([])
  })

  test('explains a hit with the places of the patterns, and a miss with what is there instead', async () => {
    const shelf = await shelfOf()
    const [hit] = shelf.explain(SHELL, seen(WEB_SHELL))!
    expect(hit).toMatchObject({ tried: true, fires: true })
    const [parent] = itemsOf(hit!.condition)
    expect(parent).toMatchObject({
      held: true, seen: 'C:\\inetsrv\\W3WP.exe',
      values: [{ written: '\\w3wp.exe', held: true, place: { text: 'C:\\inetsrv\\W3WP.exe', from: 10, to: 19, before: 0, after: 0 } }, { written: '\\httpd.exe', held: false, place: null }],
    })
    const [miss] = shelf.explain(SHELL, seen({ ...WEB_SHELL, CommandLine: 'echo hello' }))!
    expect(miss!.fires).toBe(false)
    expect(itemsOf(miss!.condition).map(({ field, held }) => [field, held])).toEqual([['ParentImage', true], ['Image', true], ['CommandLine', true], ['User', false]])
    expect(shelf.explain(OFTEN, seen(WEB_SHELL))!.map(({ key, fires }) => [key, fires])).toEqual([[SHELL, true]])
  })

  test('cuts long values around the place, between characters', async () => {
    const long = `${'😀'.repeat(5_000)}\\w3wp.exe`
    const [explained] = (await shelfOf()).explain(SHELL, seen({ ...WEB_SHELL, ParentImage: long }))!
    const { text, from, to, before, after } = itemsOf(explained!.condition)[0]!.values[0]!.place!
    expect([text.slice(from, to), before + text.length + after, text.isWellFormed()]).toEqual(['\\w3wp.exe', long.length, true])
    expect(text.length).toBeLessThanOrEqual(700)
  })

  test('runs the tests beside a rule', async () => {
    expect((await shelfOf()).runTests(SHELL)).toEqual({ tests: [{ name: 'a web shell', expected: 'found', passed: true }, { name: 'a person', expected: 'left', passed: true }] })
    expect((await shelfOf({ ...FILES, 'shell.tests.yml': 'tests: 1' })).runTests(SHELL)).toMatchObject({ wrong: expect.any(String) })
    expect((await shelfOf()).runTests(OFTEN)).toBeNull()
  })

  test('says what would change when one directory takes the place of another', async () => {
    const [before, after] = [temporaryFolder(), temporaryFolder()]
    write(before, FILES)
    write(after, { 'shell.yml': FILES['shell.yml'].replace('level: high', 'level: low'), 'new.yml': FILES['shell.yml'].replace(SHELL, OFTEN).replace('name: shell', 'name: other').replace('Shell of', 'Shall of') })
    const changes = await ruleReader(new Mappings([]), {}).compare({ name: 'a', path: before }, { name: 'a', path: after })
    expect([changes.added.map(({ title }) => title), changes.changed.map(({ title }) => title), changes.removed.map(({ title }) => title), changes.rules]).toEqual([[], ['Shell of a Server', 'Shall of a Server'].sort(), [], 2])
  })
})

describe('a drafted filter', () => {
  const wish = { id: '44444444-4444-4444-8444-444444444444', title: 'Deployment', date: '2026-11-22', author: 'Anna', keep: [] }

  test('asks for what was done and by whom, not for what changes each time, and silences what it was made from', async () => {
    const shelf = await shelfOf()
    const silence = [seen(WEB_SHELL), seen({ ...WEB_SHELL, ProcessId: '815' })]
    const draft = shelf.draftFilter(SHELL, { ...wish, silence })!
    expect(draft.fields.map(({ field, values, reason }) => [field, values, reason])).toEqual([
      ['ParentImage', ['C:\\inetsrv\\W3WP.exe'], 'rule'], ['Image', ['C:\\Windows\\cmd.exe'], 'rule'], ['CommandLine', ['cmd /c deploy.cmd'], 'what'],
    ])
    const trial = shelf.tryFilter(SHELL, draft.text)!
    expect([trial.isUsable, trial.id, trial.appliesTo.map(({ summary }) => summary.id), trial.sort(silence)]).toEqual([true, wish.id, [SHELL], ['silenced', 'silenced']])
    expect(trial.tests).toMatchObject({ tests: [{ passed: true }, { passed: true }] })
    expect(trial.sort([seen({ ...WEB_SHELL, CommandLine: 'whoami' }), seen({ Image: 'x' })])).toEqual(['kept', 'not-found'])
  })

  test('asks for more until what is known to be an attack is not silenced', async () => {
    const shelf = await shelfOf()
    const attack = { ...WEB_SHELL, User: 'mallory' }
    const draft = shelf.draftFilter(SHELL, { ...wish, silence: [seen(WEB_SHELL)], keep: [seen(attack)] })!
    expect(draft.fields.at(-1)).toEqual({ field: 'User', values: ['www'], reason: 'distinguishes' })
    expect(shelf.tryFilter(SHELL, draft.text)!.sort([seen(WEB_SHELL), seen(attack)])).toEqual(['silenced', 'kept'])
  })

  test.each(['a*b?c', '\\\\srv\\share\\*', 'ends\\', 'a\\\\b\\?', '"quoted": [x] # y', '~', 'true', 'C:\\?\\x', "it's", '日本語 \t x'])('stands for the very text %j', async value => {
    const shelf = await shelfOf()
    const event = { ...WEB_SHELL, CommandLine: value }
    const draft = shelf.draftFilter(SHELL, { ...wish, silence: [seen(event)] })!
    expect(draft.fields.map(({ field }) => field)).toContain('CommandLine')
    expect(shelf.tryFilter(SHELL, draft.text)!.sort([seen(event), seen({ ...event, CommandLine: `${value}!` })])).toEqual(['silenced', 'kept'])
  })

  test('of a correlation there is none', async () => {
    expect([(await shelfOf()).draftFilter(OFTEN, { ...wish, silence: [seen(WEB_SHELL)] }), (await shelfOf()).tryFilter(OFTEN, 'x')]).toEqual([null, null])
  })

  test('what is no filter for the rule is told, and changes nothing', async () => {
    const shelf = await shelfOf()
    for (const text of ['title: x', 'not: [a', FILES['shell.yml'], FILES['filters/backup.yml'].replace('rules: [shell]', 'rules: [other]'), `${FILES['filters/backup.yml']}---\n${FILES['shell.yml']}`]) {
      expect([shelf.tryFilter(SHELL, text)!.isUsable, text]).toEqual([false, text])
    }
    expect(shelf.tryFilter(SHELL, 'title: x')!.problems).not.toEqual([])
  })
})
