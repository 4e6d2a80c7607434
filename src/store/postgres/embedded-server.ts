import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startChild } from '../../platform/child-process.ts'
import type { Child } from '../../platform/child-process.ts'
import { ownerFor, readableBinaries } from './account-access.ts'
import { prepareCluster } from './cluster-folder.ts'
import { SERVER } from './defaults.ts'
import { embeddedBinaries } from './embedded-binaries.ts'
import { runWithParent } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'
import { SERVER_READY } from './server-plan.ts'
import type { ServerPlan } from './server-plan.ts'
import { serverArguments } from './server-settings.ts'
import { socketFolder } from './socket-folder.ts'

/** The PostgreSQL of this data folder, kept running. */
export interface EmbeddedServer {
  /** Where its socket lies. */
  readonly sockets: string
  /** Where its data lie. */
  readonly folder: string
  stop(): Promise<void>
}

/** @throws {NoroshiError} `child-start-failed`, `child-busy` */
export async function startEmbeddedServer(folder: string, runFolder: string, account: ServerAccount): Promise<EmbeddedServer> {
  const installed = await embeddedBinaries()
  const version = await versionOf(installed.postgres)
  const binaries = await readableBinaries(installed, version, account)
  const place = await prepareCluster(folder, binaries, version.split('.')[0]!, account)
  const sockets = await socketFolder(runFolder, ownerFor(account))
  const plan: ServerPlan = { folder: place, ...runWithParent(account, binaries.postgres, serverArguments(place, sockets)) }
  const holder = new KeptChild(() => startChild({
    name: 'postgres',
    command: process.execPath,
    // It holds a few strings: a small heap keeps it at half the memory.
    args: ['--max-semi-space-size=1', fileURLToPath(new URL('./hold-server.ts', import.meta.url)), JSON.stringify(plan)],
    runFolder,
    isReady: line => line === SERVER_READY,
    startMs: SERVER.startMs,
  }))
  await holder.start()
  return { sockets, folder: place, stop: () => holder.stop() }
}

async function versionOf(postgres: string): Promise<string> {
  const { stdout } = await promisify(execFile)(postgres, ['--version'])
  return stdout.trim().split(' ').at(-1)!
}

/** Starts the child again when it ends without having been asked to, however often that takes: its disk may be full for hours. */
class KeptChild {
  readonly #start: () => Promise<Child>
  #child: Child | null = null
  #restarting: Promise<void> = Promise.resolve()
  readonly #stopped = new AbortController()

  constructor(start: () => Promise<Child>) {
    this.#start = start
  }

  async start(): Promise<void> {
    const child = await this.#start()
    this.#child = child
    child.onExit(() => {
      this.#restarting = this.#restart()
    })
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#restarting
    await this.#child?.stop()
  }

  async #restart(): Promise<void> {
    for (let pauseMs: number = SERVER.restartPauseMs; !this.#stopped.signal.aborted; pauseMs = Math.min(pauseMs * 2, SERVER.longestRestartPauseMs)) {
      try {
        return await this.start()
      } catch {
        // It may have been killed while it started.
        await sleep(pauseMs, undefined, { signal: this.#stopped.signal }).catch(() => {})
      }
    }
  }
}
