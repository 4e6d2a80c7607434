import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHILD_LIMITS } from './defaults.ts'
import { NoroshiError, messageOf } from './noroshi-error.ts'
import { identifyProcess } from './process-identity.ts'
import { stopStaleChild } from './stale-child.ts'

/** How a supervised child is started, and how it says that it is ready. */
export interface ChildOptions {
  /** Names the child in messages, and its pid file `<name>.pid`. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the child; by default ours. */
  readonly environment?: NodeJS.ProcessEnv
  readonly workingFolder?: string
  /** Where the pid file lies, `<data>/run`; created where it is absent. */
  readonly runFolder: string
  /** The first line for which this is true says that the child is ready. */
  readonly isReady: (line: string) => boolean
  /** Where the child writes that line; by default its standard output. */
  readonly readyOn?: 'stdout' | 'stderr'
  /** What asks the child to stop: closing its standard input (by default) or a signal. */
  readonly stopBy?: 'closing input' | NodeJS.Signals
  /** Milliseconds until it must be ready. */
  readonly startMs?: number
  /** Milliseconds it may take to stop before it is killed. */
  readonly stopMs?: number
}

/** How a child ended; `lastLines` are what it last wrote to its standard error. */
export interface ChildEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly lastLines: readonly string[]
}

/** A running child. It never outlives {@link Child.stop}, and when we die it sees its standard input close. */
export interface Child {
  readonly pid: number
  /** The line that said it is ready. */
  readonly readyLine: string
  /** Settles when the child is gone, for whatever reason; never rejects. */
  readonly ended: Promise<ChildEnd>
  /** Calls back when the child ends without having been asked to; at once when it already has. */
  onExit(listener: (end: ChildEnd) => void): void
  /** Asks it to stop, kills it (with its process group) when it does not in time, and removes the pid file. May be called again. */
  stop(): Promise<ChildEnd>
}

/**
 * Starts a program without a shell, in a process group of its own (a Ctrl-C in our terminal reaches only us), and waits until it is
 * ready. A child that an earlier, dead parent of the same name left behind is stopped first.
 *
 * @throws {NoroshiError} `child-start-failed` when it cannot start, ends before it is ready, or is not ready in time;
 *   `child-busy` when the child of a parent that still lives is found.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, runFolder, startMs = CHILD_LIMITS.startMs } = options
  await mkdir(runFolder, { recursive: true, mode: 0o700 })
  const pidFile = join(runFolder, `${name}.pid`)
  await stopStaleChild(name, pidFile)
  const child = spawn(options.command, options.args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: options.environment ?? process.env,
    ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
  })
  // Closing the input of a child that is already gone is no news.
  child.stdin.on('error', () => {})
  const running = new RunningChild(child, options, pidFile)
  try {
    await running.writePidFile()
    await running.becomeReady(startMs)
    return running
  } catch (error) {
    const end = await running.stop()
    // Where in its code an exception was thrown says less than which.
    const lines = end.lastLines.filter(line => !/^\s+at /.test(line))
    const said = lines.length === 0 ? '' : `; it wrote: ${lines.slice(-CHILD_LIMITS.linesInMessage).join(' | ')}`
    throw new NoroshiError('child-start-failed', `${name} did not start: ${messageOf(error)}${said}`, { cause: error })
  }
}

/**
 * For the child's side: ends this process when its standard input closes, which the death of the parent, however sudden, brings about.
 *
 * @param finish closes in good order; after `stopMs` milliseconds the process is ended all the same.
 */
export function exitWithParent(finish: () => Promise<void>, stopMs: number = CHILD_LIMITS.stopMs): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    // A thread of a native library may hold up an ordinary exit; nothing holds up this.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), stopMs).unref()
    finish().then(() => process.exit(0), () => process.exit(1))
  }
  process.stdin.on('end', end).on('close', end).on('error', end).resume()
  process.on('SIGTERM', end).on('SIGINT', end)
}

class RunningChild implements Child {
  readyLine = ''
  readonly ended: Promise<ChildEnd>
  readonly #child: ChildProcessWithoutNullStreams
  readonly #options: ChildOptions
  readonly #pidFile: string
  readonly #lastLines: string[] = []
  readonly #ready: Promise<string>
  #stopping: Promise<ChildEnd> | null = null

  constructor(child: ChildProcessWithoutNullStreams, options: ChildOptions, pidFile: string) {
    this.#child = child
    this.#options = options
    this.#pidFile = pidFile
    this.ended = new Promise(resolve => {
      const gone = (code: number | null, signal: NodeJS.Signals | null) => resolve({ code, signal, lastLines: this.#lastLines })
      child.once('close', gone)
      // Its own children may hold the pipes open: what it said is waited for, but not for long.
      child.once('exit', (code, signal) => setTimeout(gone, CHILD_LIMITS.lastWordsMs, code, signal).unref())
      child.once('error', error => {
        this.#keep(messageOf(error))
        // A program that never started closes nothing.
        if (child.pid === undefined) gone(null, null)
      })
    })
    this.#ready = new Promise(resolve => {
      const { isReady, readyOn = 'stdout' } = options
      for (const stream of ['stdout', 'stderr'] as const) {
        createInterface({ input: child[stream] }).on('line', line => {
          if (stream === 'stderr') this.#keep(line)
          if (stream === readyOn && isReady(line)) resolve(line)
        })
      }
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async writePidFile(): Promise<void> {
    const child = identifyProcess(this.pid)
    const parent = identifyProcess(process.pid)
    if (child === null || parent === null) return
    await writeFile(`${this.#pidFile}.new`, `${JSON.stringify({ child, parent })}\n`, { mode: 0o600 })
    await rename(`${this.#pidFile}.new`, this.#pidFile)
  }

  async becomeReady(startMs: number): Promise<void> {
    const late = new AbortController()
    try {
      this.readyLine = await Promise.race([
        this.#ready,
        this.ended.then(end => Promise.reject(new Error(`it ended with ${end.signal ?? `code ${end.code}`}`))),
        sleep(startMs, undefined, { signal: late.signal }).then(() => Promise.reject(new Error(`not ready after ${startMs / 1000} s`))),
      ])
    } finally {
      late.abort()
    }
  }

  onExit(listener: (end: ChildEnd) => void): void {
    void this.ended.then(end => {
      if (this.#stopping === null) listener(end)
    })
  }

  stop(): Promise<ChildEnd> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<ChildEnd> {
    const { stopBy = 'closing input', stopMs = CHILD_LIMITS.stopMs } = this.#options
    if (stopBy === 'closing input') this.#child.stdin.end()
    else this.#child.kill(stopBy)
    const patience = setTimeout(() => this.#killGroup(), stopMs)
    const end = await this.ended
    clearTimeout(patience)
    this.#child.stdin.destroy()
    await rm(this.#pidFile, { force: true })
    return end
  }

  #killGroup(): void {
    const { pid, exitCode, signalCode } = this.#child
    if (pid === undefined) return
    try {
      // The leader is not yet collected, so its id cannot name another group.
      if (exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL')
    } catch {
      this.#child.kill('SIGKILL')
    }
    // Grandchildren that escaped the group may hold the pipes open; they are not waited for.
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
  }

  #keep(line: string): void {
    this.#lastLines.push(line.slice(0, CHILD_LIMITS.lineLength))
    if (this.#lastLines.length > CHILD_LIMITS.lastLines) this.#lastLines.shift()
  }
}
