import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { processIdentitySchema } from '../src/platform/process-identity.ts'
import { byDepth } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { analyzed, expectSettled, ingested } from './stored-run.ts'
import { temporaryFolder } from './temporary-folder.ts'

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')
const EXAMPLES = join(import.meta.dirname, '../examples')

/** Whom each kind of round kills, by the data folder and the process of the program; null when it does not run just now. */
const VICTIMS = {
  'the program': (_: string, program: number) => program,
  'ClickHouse': (data: string) => childOf(join(data, 'run/clickhouse.pid')),
  'PostgreSQL': (data: string) => firstNumber(join(data, 'postgres/postmaster.pid')),
  'the process that holds PostgreSQL': (data: string) => childOf(join(data, 'run/postgres.pid')),
} as const

type Victim = keyof typeof VICTIMS

const ROUNDS = byDepth(0, 1, 250)

/** Between an ingest that is killed and the comparison lie several starts of the engines, on a machine that may be busy. */
const ROUND_MS = 120_000

test.skipIf(ROUNDS === 0)('kill -9 at any moment of an ingest changes nothing: once finished, all is as analyze says', async () => {
  const expected = await analyzed([EXAMPLES])
  const folder = temporaryFolder()
  // Made once: an empty store takes seconds to make, a copy none.
  const empty = join(folder, 'empty')
  await runNoroshi(['status', '--data', empty])
  const undisturbed = join(folder, 'undisturbed')
  copyFolder(empty, undisturbed)
  const started = performance.now()
  expect(await ingested(undisturbed, [EXAMPLES])).toEqual(expected)
  const spanMs = performance.now() - started
  for (let round = 0; round < ROUNDS; round++) {
    for (const victim of Object.keys(VICTIMS) as Victim[]) {
      const data = join(folder, `${round}-${victim.replaceAll(' ', '-')}`)
      copyFolder(empty, data)
      const killed = await killDuringIngest(data, victim, Math.random() * spanMs)
      expect(await ingested(data, [EXAMPLES]), killed).toEqual(expected)
      await expectSettled(data, expected)
    }
  }
}, ROUND_MS * (1 + ROUNDS * Object.keys(VICTIMS).length))

/** With owners and modes, which PostgreSQL looks at. */
function copyFolder(from: string, to: string): void {
  expect(spawnSync('/bin/cp', ['-a', from, to]).status).toBe(0)
}

/** Answers what was done, for the message of a failure. */
async function killDuringIngest(data: string, victim: Victim, delayMs: number): Promise<string> {
  const program = spawn(process.execPath, [MAIN, 'ingest', EXAMPLES, '--date', '2026-11-22', '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: Buffer[] = []
  program.stderr.on('data', (block: Buffer) => said.push(block))
  const ended = new Promise<string>(resolve => program.once('close', (code, signal) => resolve(`${signal ?? `code ${code}`}`)))
  const over = await Promise.race([ended.then(() => true), sleep(delayMs).then(() => false)])
  const pid = over ? null : VICTIMS[victim](data, program.pid ?? 0)
  if (pid !== null) kill(pid)
  return `${victim} after ${Math.round(delayMs)} ms${pid === null ? ' (not running)' : ''}: ended with ${await ended}: ${Buffer.concat(said).toString('utf8')}`
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
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
