import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe } from 'vitest'
import { OLDEST_SERVER } from '../defaults.ts'
import { openPostgres } from '../open-postgres.ts'
import type { Postgres } from '../open-postgres.ts'
import { chooseServerAccount, runAs } from '../server-account.ts'
import { IS_QUICK } from '../../../../test/depth.ts'

/** A server of its own for the tests of one file. */
export interface TestServer {
  readonly postgres: Postgres
  /** Kills the server at once; it is running again soon. */
  crash(): void
}

/**
 * The same tests over the embedded server and over an external one of the system (Debian: postgresql-15); skipped, by name, where the
 * system has none.
 */
export function describeOverServers(name: string, body: (server: () => TestServer) => void): void {
  describe(`${name}, embedded`, () => {
    withServer(startEmbedded, body)
  })
  const programs = systemPrograms()
  const missing = programs === null ? ` (no PostgreSQL ${OLDEST_SERVER} or later under ${SYSTEM})` : ''
  describe.skipIf(programs === null || IS_QUICK)(`${name}, external${IS_QUICK ? ' (not in the quick run)' : missing}`, () => {
    withServer(folder => startExternal(folder, programs ?? absent()), body)
  })
}

interface StoppableServer extends TestServer {
  stop(): Promise<void>
}

function withServer(start: (folder: string) => Promise<StoppableServer>, body: (server: () => TestServer) => void): void {
  let folder = ''
  let server: StoppableServer | null = null
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-postgres-'))
    server = await start(folder)
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  body(() => server ?? absent())
}

function absent(): never {
  throw new Error('the server is not running')
}

async function startEmbedded(folder: string): Promise<StoppableServer> {
  const postgres = await openPostgres({ kind: 'embedded', folder: join(folder, 'postgres'), runFolder: join(folder, 'run') })
  return { postgres, crash: () => crashServer(join(folder, 'postgres')), stop: () => postgres.close() }
}

/** Kills the server that runs in this folder. */
export function crashServer(folder: string): void {
  try {
    process.kill(Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10), 'SIGKILL')
  } catch {
    // It is down already.
  }
}

const SYSTEM = '/usr/lib/postgresql'

/** The programs' folder of the oldest version that is supported. */
function systemPrograms(): string | null {
  const installed = existsSync(SYSTEM) ? readdirSync(SYSTEM).map(Number) : []
  const versions = installed.filter(version => version >= OLDEST_SERVER).sort((a, b) => a - b)
  return versions.map(version => join(SYSTEM, String(version), 'bin')).find(programs => existsSync(join(programs, 'postgres'))) ?? null
}

/** As an administrator would set it up: on TCP, with a password, in the locale of the machine. */
async function startExternal(folder: string, programs: string): Promise<StoppableServer> {
  const account = chooseServerAccount()
  const data = join(folder, 'external')
  const password = randomBytes(12).toString('hex')
  writeFileSync(join(folder, 'password'), password)
  const initdb = runAs(account, join(programs, 'initdb'), [
    '-D', data, '--username', 'noroshi', '--pwfile', join(folder, 'password'), '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-sync',
  ])
  const made = spawnSync(initdb.command, initdb.args, { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'shared_buffers=64MB']
  const { command, args } = runAs(account, join(programs, 'postgres'), ['-D', data, ...settings.flatMap(setting => ['-c', setting])])
  let stopped = false
  let ended: Promise<void> = Promise.resolve()
  const start = () => {
    const server = spawn(command, args, { stdio: 'ignore' })
    ended = new Promise<void>(resolve => server.once('exit', () => resolve())).then(async () => {
      // Sessions of the one before may still hold its memory.
      await sleep(50)
      if (!stopped) start()
    })
  }
  start()
  const postgres = await openWhenReady(`postgres://noroshi:${password}@127.0.0.1:${port}/postgres`)
  return {
    postgres,
    crash: () => crashServer(data),
    stop: async () => {
      await postgres.close()
      stopped = true
      const main = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10)
      process.kill(main, 'SIGINT')
      await ended
    },
  }
}

async function openWhenReady(url: string): Promise<Postgres> {
  for (let tries = 0; ; tries++) {
    try {
      return await openPostgres({ kind: 'external', url })
    } catch (error) {
      if (tries === 200) throw error
      await sleep(50)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
