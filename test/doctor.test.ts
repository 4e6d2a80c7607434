import { join } from 'node:path'
import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkMemory, checkNode, diskOutcome } from '../src/cli/doctor/machine-checks.ts'
import { CHECK_NAMES } from '../src/cli/doctor/outcome.ts'
import { WORDS } from '../src/cli/doctor/words.ts'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { readConfiguration } from '../src/platform/config/read-configuration.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
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
