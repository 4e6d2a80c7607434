import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const RULE = `title: Administrator
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {user|expand: '%admins%'}, condition: selection}
level: high
`

describe('noroshi.yaml', () => {
  test.skipIf(IS_QUICK)('gives rules their placeholders, here and in worker threads', async () => {
    const files = { 'a.json': '{"user":"bob"}\n{"user":"adm-7"}\n{"user":"eve"}\n', 'conf/rules/a.yml': RULE }
    const settings = 'sigma: {rules: [rules], placeholders: {admins: [bob, adm-*]}}\n'
    const cwd = temporaryFolder({ ...files, 'conf/noroshi.yaml': settings })
    const config = ['--config', 'conf/noroshi.yaml']
    const match = await runNoroshi(['sigma', 'match', 'a.json', '--rules', 'conf/rules', ...config], { cwd })
    expect(match.stdout.trimEnd().split('\n').map(line => (JSON.parse(line) as { record: number }).record)).toEqual([0, 1])
    expect((await runNoroshi(['sigma', 'check', 'conf/rules', ...config], { cwd })).code).toBe(0)
    const report = await runNoroshi(['analyze', 'a.json', '--json', ...config], { cwd })
    expect(JSON.parse(report.stdout)).toMatchObject({ stats: { digest: { matches: { count: 2 } } } })
  })

  test.skipIf(IS_QUICK)('opens archives with its passwords', async () => {
    const cwd = temporaryFolder({ 'noroshi.yaml': 'archives: {passwords: [our-own]}\n' })
    const archive = new ZipWriter(new Uint8ArrayWriter(), { password: 'our-own' })
    await archive.add('a.json', new Uint8ArrayReader(new TextEncoder().encode('{"user":"bob"}\n')))
    writeFileSync(join(cwd, 'a.zip'), await archive.close())
    expect((await runNoroshi(['hunt', 'user:bob', 'a.zip'], { cwd })).stderr).toContain('1 events found')
  })

  test('reads local times in the zone of their source', async () => {
    const cwd = temporaryFolder({ 'a.log': 'Nov 22 12:00:00 host sshd[1]: Accepted password\n', 'noroshi.yaml': 'zones: {linux: Asia/Tokyo}\n' })
    const { stdout } = await runNoroshi(['hunt', '*', 'a.log', '--json', '--date', '2026-11-23'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ dataset: expect.stringMatching(/^linux\./), time: '2026-11-22T03:00:00.000000Z' })
  })

  test('that is wrong is refused before anything is done', async () => {
    const cwd = temporaryFolder({ 'a.json': '{}\n', 'noroshi.yaml': 'worker: 3\n' })
    const { code, stdout, stderr } = await runNoroshi(['analyze', 'a.json'], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`${join(cwd, 'noroshi.yaml')}:1:1: worker: is not known; known here are data, organisation, workers`)
  })
})
