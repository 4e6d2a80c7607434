import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RuleSwitches } from '../src/store/rule-sets/rule-switches.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { IS_QUICK } from './depth.ts'

function rule(id: number, title: string, value: string): string {
  return `title: ${title}\nid: 7a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c0${id}\nlogsource: {category: test}\ndetection: {selection: {name: ${value}}, condition: selection}\nlevel: high\n`
}

test.skipIf(IS_QUICK)('rule sets are shown before they are put in place, used beside the built-in rules, replaced and removed', async () => {
  const folder = temporaryFolder({
    'mine/a.yml': rule(1, 'First', 'evil'), 'mine/deep/b.yml': rule(2, 'Second', 'bad'), 'mine/notes.txt': 'x', 'mine/broken.yml': '[',
    'log.json': '{"name":"evil","time":"2026-01-01T00:00:00Z"}\n{"name":"worse","time":"2026-01-01T00:00:01Z"}\n',
  })
  const noroshi = async (...args: string[]) => {
    const { code, stdout } = await runNoroshi([...args], { cwd: folder, env: { NOROSHI_DATA: join(folder, 'data'), LANG: 'C' } })
    return { code, stdout }
  }
  const titles = async () => (await noroshi('sigma', 'match', 'log.json')).stdout.split('\n').filter(line => line !== '').map(line => (JSON.parse(line) as { ruleTitle: string }).ruleTitle)

  expect(await noroshi('rules', 'add', 'mine', '--lang', 'en')).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was changed.') })
  expect(await titles()).toEqual([])

  const added = await noroshi('rules', 'add', 'mine', '--yes', '--lang', 'en')
  expect(added.code).toBe(0)
  expect(added.stdout).toContain('"mine" is in place with 2 rules.\nThe next analysis or ingest uses the rules as they are now;')
  expect(added.stdout).toContain('added: 2\n  + First (high)\n  + Second (high)\nunchanged: 0\n1 do not load:\n  ! broken.yml:1:')
  expect(await titles()).toEqual(['First'])
  expect(await noroshi('rules', 'add', 'mine', '--yes', '--lang', 'en')).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing would change.') })

  writeFileSync(join(folder, 'mine/a.yml'), rule(1, 'First', 'worse'))
  writeFileSync(join(folder, 'mine/deep/b.yml'), rule(3, 'Third', 'evil'))
  const replaced = await noroshi('rules', 'add', 'mine', '--yes', '--lang', 'ja')
  expect(replaced.stdout).toContain('追加: 1\n  + Third (high)\n削除: 1\n  - Second (high)\n変更: 1\n  ~ First (high)\n')
  expect(await titles()).toEqual(['Third', 'First'])
  expect((await noroshi('rules', 'list')).stdout).toMatch(/^\(built in\): \d{3} rules, .*\nmine: 2 rules, 0 correlations, 0 filters, 1 errors/)

  const switches = new RuleSwitches(join(folder, 'data/rules'))
  await switches.switchOff({ key: '7a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c03', by: 'rei', at: '2026-03-01T10:00:00.000Z', reason: 'back\u001bups' })
  expect((await noroshi('rules', 'list')).stdout).toContain(', 1 errors, 1 switched off')
  expect((await noroshi('rules', 'list')).stdout).toContain('\n  off: Third (7a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c03), by rei, 2026-03-01T10:00:00.000Z: back\\u001bups\n')

  writeFileSync(join(folder, 'other.yaml'), 'sigma: {rules: [mine]}\n')
  expect(await noroshi('rules', 'remove', 'mine', '--config', 'other.yaml', '--lang', 'en')).toEqual({
    code: 0, stdout: '"mine" was taken away.\nRule sets are not in use: sigma.rules in noroshi.yaml names other directories.\n',
  })
  expect(await titles()).toEqual([])
  expect(await noroshi('rules', 'remove', '../evidence')).toMatchObject({ code: 2 })
})
