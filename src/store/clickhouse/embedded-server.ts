import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startChild } from '../../platform/child-process.ts'
import type { Child } from '../../platform/child-process.ts'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import { CLOSE_MS, CONTROL_SESSIONS, FIRST_START_TRIES, FREED_MEMORY_MS, LONGEST_RESTART_PAUSE_MS, RESTART_PAUSE_MS, START_MS } from './defaults.ts'
import type { ClickHouseLimits } from './defaults.ts'

const PROGRAM = new URL('./child/main.ts', import.meta.url)

/** The child process with the engine, started again whenever it dies. */
export class EmbeddedServer {
  readonly password = randomBytes(32).toString('hex')
  readonly #folder: string
  readonly #runFolder: string
  readonly #limits: ClickHouseLimits
  #child: Promise<Child>
  readonly #stopped = new AbortController()

  /** @throws {NoroshiError} when it cannot start. */
  static async start(folder: string, runFolder: string, limits: ClickHouseLimits): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(folder, runFolder, limits)
    for (let [tries, pauseMs] = [1, RESTART_PAUSE_MS * 2]; ; tries++, pauseMs *= 2) {
      try {
        await server.#child
        return server
      } catch (cause) {
        // A program that was killed before it could note its engine leaves one that is still ending, and holds the folder until then.
        if (tries === FIRST_START_TRIES) throw cause
        await sleep(pauseMs)
        server.#child = server.#start()
      }
    }
  }

  private constructor(folder: string, runFolder: string, limits: ClickHouseLimits) {
    this.#folder = folder
    this.#runFolder = runFolder
    this.#limits = limits
    this.#child = this.#start()
  }

  /**
   * Where it listens; waits while it starts.
   *
   * @throws {NoroshiError} `store-unavailable` when it could not be started again; it is tried again
   */
  async port(): Promise<number> {
    const { readyLine } = await this.#child.catch((cause: unknown) => {
      throw new NoroshiError('store-unavailable', `the event store: ${messageOf(cause)}`, { cause })
    })
    return Number(readyLine.slice(READY.length))
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    const child = await this.#child.catch(() => null)
    await child?.stop()
  }

  async #start(): Promise<Child> {
    const workingFolder = join(this.#runFolder, 'clickhouse')
    await mkdir(workingFolder, { recursive: true, mode: 0o700 })
    const orders = { folder: this.#folder, password: this.password, port: 0, closeMs: CLOSE_MS, limits: this.#limits }
    const child = await startChild({
      name: 'clickhouse',
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', fileURLToPath(PROGRAM)],
      environment: {
        PATH: process.env['PATH'],
        // Read by the engine's allocator (jemalloc(3)).
        JE_MALLOC_CONF: `dirty_decay_ms:${FREED_MEMORY_MS},muzzy_decay_ms:0`,
        NOROSHI_CLICKHOUSE: JSON.stringify(orders),
        // Each session that runs a query holds a thread; a few more write the files of inserts.
        UV_THREADPOOL_SIZE: String(this.#limits.querySessions + this.#limits.insertSessions + CONTROL_SESSIONS + FILE_THREADS),
      },
      workingFolder,
      runFolder: this.#runFolder,
      isReady: line => line.startsWith(READY),
      startMs: START_MS,
      stopMs: CLOSE_MS + 2_000,
    })
    child.onExit(() => this.#startAgain())
    return child
  }

  /**
   * One that died has left nothing that a new one minds. One that cannot start (it is killed again, there is no room on its disk) is tried
   * again after ever longer pauses; requests meanwhile fail with the reason.
   */
  #startAgain(pauseMs = RESTART_PAUSE_MS): void {
    if (this.#stopped.signal.aborted) return
    this.#child = sleep(pauseMs, undefined, { signal: this.#stopped.signal }).then(() => this.#start())
    this.#child.catch(() => this.#startAgain(Math.min(pauseMs * 2, LONGEST_RESTART_PAUSE_MS)))
  }
}

const READY = 'listening '
const FILE_THREADS = 6
