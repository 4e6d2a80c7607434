import { execFile } from 'node:child_process'
import { join } from 'node:path'
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
  /** Of the process that holds it. */
  readonly pid: () => number
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
    args: ['--max-semi-space-size=1', join(import.meta.dirname, 'hold-server.ts'), JSON.stringify(plan)],
    runFolder,
    isReady: line => line === SERVER_READY,
    startMs: SERVER.startMs,
  }))
  await holder.start()
  return { sockets, pid: () => holder.pid, stop: () => holder.stop() }
}

async function versionOf(postgres: string): Promise<string> {
  const { stdout } = await promisify(execFile)(postgres, ['--version'])
  return stdout.trim().split(' ').at(-1)!
}

/** Starts the child again when it ends without having been asked to; when that fails, whoever uses it finds the server gone. */
class KeptChild {
  readonly #start: () => Promise<Child>
  #child: Promise<Child> | null = null
  #pid = 0
  #stopped = false

  constructor(start: () => Promise<Child>) {
    this.#start = start
  }

  get pid(): number {
    return this.#pid
  }

  async start(): Promise<void> {
    this.#child = this.#start()
    const child = await this.#child
    this.#pid = child.pid
    child.onExit(() => {
      if (!this.#stopped) this.start().catch(() => {})
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    const child = await this.#child?.catch(() => null)
    await child?.stop()
  }
}
