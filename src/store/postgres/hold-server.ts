import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitWithParent } from '../../platform/child-process.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { SERVER } from './defaults.ts'
import { SERVER_READY, serverPlanSchema } from './server-plan.ts'
import type { ServerPlan } from './server-plan.ts'
import { stopStrayServers } from './stray-servers.ts'

/**
 * A process of its own that holds `postgres`, which does not watch its standard input: it starts the server, again when it dies, and
 * stops it when its own standard input closes.
 */
class ServerHolder {
  readonly #plan: ServerPlan
  #server: ChildProcess | null = null
  #ended: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(plan: ServerPlan) {
    this.#plan = plan
  }

  /** Settles when the server has been stopped; rejects when it cannot be kept running. */
  async hold(): Promise<void> {
    const starts: number[] = []
    while (!this.#stopping) {
      if (starts.length > SERVER.restartsPerMinute && performance.now() - starts.at(-SERVER.restartsPerMinute)! < 60_000) {
        throw new Error('PostgreSQL dies again and again')
      }
      starts.push(performance.now())
      await stopStrayServers(this.#plan.folder, import.meta.filename)
      if (this.#stopping) return
      this.#start()
      const isFirst = starts.length === 1
      if (await this.#isReady()) process.stdout.write(`${SERVER_READY}\n`)
      else if (isFirst) throw new Error('PostgreSQL ended before it was ready')
      await this.#ended
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#server?.kill('SIGINT')
    const impatience = setTimeout(() => this.#server?.kill('SIGQUIT'), SERVER.fastStopMs)
    await this.#ended
    clearTimeout(impatience)
  }

  #start(): void {
    const { command, args, folder, uid, gid } = this.#plan
    const server = spawn(command, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      stdio: ['ignore', 'inherit', 'inherit'],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    })
    this.#server = server
    this.#ended = new Promise(resolve => {
      server.once('exit', () => resolve())
      server.once('error', error => {
        process.stderr.write(`${messageOf(error)}\n`)
        resolve()
      })
    })
    void this.#ended.then(() => { this.#server = null })
  }

  /** Looks at what the server says of itself in the eighth line of `postmaster.pid`, as `pg_ctl` does; false when it ends instead. */
  async #isReady(): Promise<boolean> {
    while (this.#server !== null) {
      const [pid, , , , , , , state = ''] = readLines(join(this.#plan.folder, 'postmaster.pid'))
      if (Number(pid) === this.#server.pid && state.trim() === 'ready') return true
      await sleep(SERVER.pollMs)
    }
    return false
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

const holder = new ServerHolder(serverPlanSchema.parse(JSON.parse(process.argv[2] ?? '')))
exitWithParent(() => holder.stop())
holder.hold().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
  process.exit()
})
