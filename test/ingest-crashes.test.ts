import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { HouseOptions } from '../src/capabilities.ts'
import { processIdentitySchema } from '../src/platform/process-identity.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import type { OpenStore, Settled } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')
const EXAMPLES = join(import.meta.dirname, '../examples')
const PATHS = [join(EXAMPLES, '2-lateral-movement'), join(EXAMPLES, '4-mail-server')]
const RULES = join(import.meta.dirname, '../rules')
const RULE_DIRECTORIES = [join(RULES, 'linux'), join(RULES, 'web')]

/** So that kills hit ordered stages too. */
const CORRELATION = `title: Logon
name: logon
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c21
logsource: {product: windows, service: security}
detection: {selection: {EventID: [4624, 4625]}, condition: selection}
level: low
---
title: Many logons
id: 6a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c22
correlation:
  type: event_count
  rules: [logon]
  group-by: [TargetUserName]
  timespan: 1h
  condition: {gte: 3}
  generate: true
level: medium
`

/** Whom a round kills while the program runs in this process; null when it does not run just now. */
const VICTIMS = {
  'ClickHouse': ({ data }: OpenStore) => childOf(join(data.run, 'clickhouse.pid')),
  'PostgreSQL, or the process that holds it': ({ data }: OpenStore) =>
    Math.random() < 0.5 ? firstNumber(join(data.postgres, 'postmaster.pid')) : childOf(join(data.run, 'postgres.pid')),
  'a worker': ({ pool: { pids } }: OpenStore) => pids[Math.floor(Math.random() * pids.length)] ?? null,
} as const

/** Kills of each kind, that hit something at work. */
const KILLS = byDepth(0, 2, 250)

/** One ingest is killed up to so many times, so that what begins again is killed too; the first once. Then what came of it is compared. */
const MOST_AT_ONE_INGEST = byDepth(0, 2, 5)

/** On a machine that may be busy, with starts of the engines. */
const KILL_MS = 60_000

describe.skipIf(IS_QUICK)('kill -9 at any moment of an ingest changes nothing: once settled, all is as analyze says, and again adds nothing:', () => {
  let opened: OpenStore
  let expected: Settled
  let undisturbed: Settled
  let spanMs: number
  let rules: string
  let house: HouseOptions

  beforeAll(async () => {
    rules = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-crash-rules-'))
    writeFileSync(join(rules, 'correlation.yml'), CORRELATION)
    house = { ruleDirectories: [...RULE_DIRECTORIES, rules] }
    opened = await openStore({ house })
    expected = await analyzedBy(opened.pool, PATHS, opened.reading.stages.make)
    undisturbed = await settledState(await ingested('undisturbed'))
    const started = performance.now()
    await ingested('when all has started')
    spanMs = performance.now() - started
  }, KILL_MS * 2)
  afterAll(async () => {
    await opened.close()
    rmSync(rules, { recursive: true })
  }, KILL_MS)

  async function ingested(organisation: string) {
    const store = await opened.organisation(organisation)
    await ingestInto(store, opened.reading, PATHS)
    return store
  }

  test('nobody', () => {
    expect(undisturbed).toEqual(expected)
    expect(expected.findings).toContainEqual(expect.objectContaining({ rule: expect.objectContaining({ title: 'Many logons' }) }))
  })

  test.each(Object.entries(VICTIMS))('%s', async (name, find) => {
    await underKills(name, async (organisation, kills) => {
      // A store that is new, without its start.
      const store = await opened.organisation(organisation)
      let over = false
      const started = performance.now()
      const running = ingestInto(store, opened.reading, PATHS).finally(() => { over = true })
      running.catch(() => {})
      const hits: number[] = []
      for (let n = 0; n < kills; n++) {
        const delayMs = Math.round(Math.random() * spanMs)
        await Promise.race([sleep(delayMs), running])
        if (!over && kill(find(opened))) hits.push(delayMs)
      }
      await running
      // It may have been measured while others kept the machine busy: kills that come too late hit nobody.
      if (hits.length === 0) spanMs = Math.min(spanMs, performance.now() - started)
      await ingestInto(store, opened.reading, PATHS)
      return { hits, settled: await settledState(store) }
    })
  }, KILL_MS * (KILLS + 1))

  test('the program', async () => {
    const folder = join(temporaryFolder(), 'data')
    const programMs = await programSpan(house, join(temporaryFolder(), 'data'))
    await underKills('the program', async (organisation, kills) => {
      const settings = temporaryFolder({ 'noroshi.yaml': `organisation: ${organisation}\n` })
      const hits: number[] = []
      for (let n = 0; n < kills; n++) {
        const delayMs = Math.round(Math.random() * programMs)
        if (await killProgram(house, folder, join(settings, 'noroshi.yaml'), delayMs)) hits.push(delayMs)
      }
      const after = await openStore({ house, folder, pool: opened.pool, organisation })
      await ingestInto(after.store, after.reading, PATHS)
      const settled = await settledState(after.store)
      await after.close()
      return { hits, settled }
    })
  }, KILL_MS * (KILLS + 1))

  /** Ingests under kills until there were enough. */
  async function underKills(name: string, ingest: (organisation: string, kills: number) => Promise<{ readonly hits: readonly number[]; readonly settled: Settled }>) {
    for (let [killed, round] = [0, 0]; killed < KILLS; round++) {
      expect(round, 'rounds that hit too little').toBeLessThan(KILLS * 3)
      const { hits, settled } = await ingest(`${name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}-${round}`, Math.min(1 + round % MOST_AT_ONE_INGEST, KILLS - killed))
      killed += hits.length
      expect(settled, `${name}, killed ${hits.join(' and then ')} ms later`).toEqual(expected)
      if (KILLS > 3) console.info(`${name}: ${killed} of ${KILLS} kills, ${round + 1} ingests compared`)
    }
  }
})

async function programSpan(house: HouseOptions, data: string): Promise<number> {
  const started = performance.now()
  const { ended } = startProgram(['ingest', ...PATHS, ...ruleArguments(house), '--data', data])
  expect(await ended).toMatch(/^code 0/)
  return performance.now() - started
}

/** Answers whether it was still at work. */
async function killProgram(house: HouseOptions, data: string, settings: string, delayMs: number): Promise<boolean> {
  const { pid, ended } = startProgram(['ingest', ...PATHS, ...ruleArguments(house), '--date', '2026-11-22', '--data', data, '--config', settings])
  const over = await Promise.race([ended.then(() => true), sleep(delayMs).then(() => false)])
  if (!over) kill(pid)
  const how = await ended
  expect(how).toMatch(/^(SIGKILL|code 0)/)
  return how.startsWith('SIGKILL')
}

function ruleArguments({ ruleDirectories }: HouseOptions): string[] {
  return ruleDirectories.flatMap(directory => ['--rules', directory])
}

function startProgram(args: readonly string[]): { readonly pid: number; readonly ended: Promise<string> } {
  const program = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: Buffer[] = []
  program.stderr.on('data', (block: Buffer) => said.push(block))
  const ended = new Promise<string>(resolve => {
    program.once('close', (code, signal) => resolve(`${signal ?? `code ${code}`}: ${Buffer.concat(said).toString('utf8')}`))
  })
  return { pid: program.pid ?? 0, ended }
}

/** Answers whether there was somebody. */
function kill(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
    return false
  }
}

const pidFile = z.object({ child: processIdentitySchema })

function childOf(path: string): number | null {
  return existsSync(path) ? pidFile.parse(JSON.parse(readFileSync(path, 'utf8'))).child.pid : null
}

function firstNumber(path: string): number | null {
  if (!existsSync(path)) return null
  const number = Number.parseInt(readFileSync(path, 'utf8'), 10)
  return Number.isNaN(number) ? null : number
}
