import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { checkRules } from '../src/cli/doctor/content-checks.ts'
import { checkMemory, checkNode, diskOutcome } from '../src/cli/doctor/machine-checks.ts'
import { checkNotify } from '../src/cli/doctor/notify-checks.ts'
import { CHECK_NAMES } from '../src/cli/doctor/outcome.ts'
import { WORDS } from '../src/cli/doctor/words.ts'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { readConfiguration } from '../src/platform/config/read-configuration.ts'
import { dataPaths, openDataFolder } from '../src/platform/data-folder.ts'
import { RuleSwitches } from '../src/store/rule-sets/rule-switches.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function examine(cwd: string, ...args: string[]) {
  const { code, stdout } = await runNoroshi(['doctor', '--json', ...args], { cwd })
  const { works, checks } = OUTPUT_SCHEMAS.doctor.parse(JSON.parse(stdout))
  return { code, works, checks, states: Object.fromEntries(checks.map(({ check, state }) => [check, state])) }
}

describe('noroshi doctor', () => {
  test.skipIf(IS_QUICK)('makes the data folder, starts both engines in it, and finds everything in order', async () => {
    const cwd = temporaryFolder()
    const { code, works, checks } = await examine(cwd, '--data', join(cwd, 'data'))
    expect(checks.filter(({ state }) => state !== 'ok' && state !== 'warning')).toEqual([])
    expect([code, works, checks.map(({ check }) => check).sort()]).toEqual([0, true, [...CHECK_NAMES].sort()])
    expect(checks.find(({ check }) => check === 'clickhouse')?.message).toMatch(/^version \d+\.\d+.* wrote and read/)
    expect(existsSync(join(cwd, 'data/version'))).toBe(true)
  })

  test('says what is wrong with rules, custody and a data folder in use, and what to do', async () => {
    const cwd = temporaryFolder({ 'noroshi.yaml': 'sigma: {rules: [rules]}\n', 'rules/a.yml': 'title: x\n', 'data/version': '1\n', 'data/custody/ledger': 'damage\n' })
    const data = openDataFolder(join(cwd, 'data'))
    onTestFinished(() => data.close())
    const { code, states, checks } = await examine(cwd, '--data', data.path)
    expect([code, states]).toMatchObject([1, { rules: 'failed', custody: 'failed', data: 'failed', clickhouse: 'skipped', postgres: 'skipped' }])
    expect(checks.filter(({ state }) => state === 'failed').every(({ mend }) => mend !== null)).toBe(true)
  })

  test.skipIf(IS_QUICK)('says what an engine that cannot be reached says, in Japanese too', async () => {
    const cwd = temporaryFolder({ 'noroshi.yaml': 'clickhouse: {url: "http://127.0.0.1:1"}\npostgres: {url: "postgres://127.0.0.1:1/x"}\n' })
    const { stdout, code } = await runNoroshi(['doctor', '--dry', '--lang', 'ja', '--data', join(cwd, 'data')], { cwd })
    expect([code, existsSync(join(cwd, 'data'))]).toEqual([1, false])
    expect(stdout).toMatch(/✗ clickhouse {2}動きません: /)
    expect(stdout).toMatch(/✗ postgres {4}動きません: /)
  })

  test('counts the rules that people switched off and the filters that have ended, if they are among those in use', async () => {
    const key = (digit: string) => `${digit.repeat(8)}-aaaa-4aaa-8aaa-${digit.repeat(12)}`
    const detection = 'logsource: {category: test}\ndetection: {selection: {name: a}, condition: selection}\nlevel: low\n'
    const filter = `title: F\nid: ${key('3')}\nlogsource: {category: test}\nfilter: {rules: any, selection: {name: b}, condition: not selection}\n`
    const cwd = temporaryFolder({ 'rules/a.yml': `title: A\nid: ${key('1')}\n${detection}`, 'rules/b.yml': `title: B\nid: ${key('2')}\n${detection}`, 'rules/f.yml': filter, 'noroshi.yaml': 'sigma: {rules: [rules]}\n' })
    const settings = readConfiguration({ folders: [cwd] })
    const data = dataPaths(join(cwd, 'data'))
    expect(checkRules(settings, data)).toMatchObject({ state: 'ok', finding: 'rules-load', values: { rules: 2 } })

    const switches = new RuleSwitches(data.rules)
    const entered = { by: 'rei', at: '2026-03-01T10:00:00.000Z', reason: 'known' }
    for (const off of [key('1'), key('9')]) await switches.switchOff({ key: off, ...entered })
    await switches.keepFilter({ id: key('3'), rule: key('1'), finding: 'f', ends: '2026-03-02T10:00:00.000Z', ...entered })
    const outcome = checkRules(settings, data)
    expect(outcome).toMatchObject({ state: 'ok', finding: 'rules-off', values: { rules: 2, files: 3, off: 2 } })
    expect(WORDS.en['rules-off'].message(outcome.values)).toBe('2 rules in 3 files; 2 switched off, which noroshi rules list names')

    writeFileSync(join(data.rules, '.switches.json'), 'damage')
    expect(checkRules(settings, data)).toMatchObject({ state: 'failed', finding: 'rules-broken' })
  })

  test('tries where the channels of messages lead, and looks for their secrets, without sending anything', async () => {
    const received: Buffer[] = []
    const server = createServer(socket => socket.on('data', bytes => received.push(bytes))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = z.object({ port: z.number() }).parse(server.address())
    const outcomeOf = (...channels: string[]) => checkNotify(readConfiguration({ folders: [temporaryFolder({ 'noroshi.yaml': `notify:\n  channels:\n${channels.map(each => `    - {name: c, ${each}}\n`).join('')}` })] }))
    const mail = (to: number) => `kind: smtp, host: 127.0.0.1, port: ${to}, security: none, from: a@example.jp`
    expect(await outcomeOf(mail(port))).toMatchObject({ state: 'ok', finding: 'notify-reached', values: { channels: 1 } })
    expect(await outcomeOf(`kind: slack, url: "http://127.0.0.1:${port}/x"`)).toMatchObject({ state: 'ok' })
    expect(await outcomeOf('kind: syslog, transport: udp, to: "192.0.2.1:514"')).toMatchObject({ state: 'ok' })
    expect(await outcomeOf(mail(1))).toMatchObject({ state: 'warning', finding: 'notify-unreached', values: { channel: 'c', reason: expect.stringContaining('127.0.0.1:1') } })
    expect(await outcomeOf('kind: webhook, url: "http://127.0.0.1:1/", secret: {env: NOT_SET_ANYWHERE}')).toMatchObject({ state: 'failed', finding: 'notify-secret' })
    expect(await checkNotify(readConfiguration({ folders: [] }))).toMatchObject({ state: 'ok', finding: 'notify-none' })
    expect(received).toEqual([])
  })

  test('judges machines', () => {
    const settings = readConfiguration({ folders: [] })
    expect(['24.11.9', '24.12.0', '24.99.1', '25.0.0', '20.20.2'].map(version => checkNode(version).state)).toEqual(['failed', 'ok', 'ok', 'failed', 'failed'])
    expect([1e9, 2.39e9, 2.4e9].map(bytes => checkMemory(settings, bytes).state)).toEqual(['warning', 'warning', 'ok'])
    expect([1e8, 5e9, 1e11].map(bytes => diskOutcome('/', bytes).state)).toEqual(['failed', 'warning', 'ok'])
  })

  test('has a sentence for every finding in both languages', () => {
    expect(Object.keys(WORDS.ja).sort()).toEqual(Object.keys(WORDS.en).sort())
    for (const finding of Object.keys(WORDS.en)) expect(finding in WORDS.ja).toBe(true)
  })
})
