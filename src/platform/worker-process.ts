import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { WorkerLimits } from './defaults.ts'
import { WORKER_PROCESS } from './defaults.ts'
import { withHugePages } from './huge-pages.ts'
import { messageOf } from './noroshi-error.ts'
import type { PoolMessage } from './serve-tasks.ts'
import { PARENT_VARIABLE } from './worker-parent.ts'

/** What a pool is told of a worker process. */
export interface WorkerListener<Message> {
  /** Whatever it sent. */
  message(message: Message): void
  /** It is no more; nothing can be sent to it. */
  gone(): void
  /** After {@link gone}, when all that it sent has been heard: why it ended, and by whose doing. */
  died(reason: string, by: DeathBy): void
}

/** By its own doing or our limits, which its task is to blame for, or ended from outside: by a person, or by the kernel for others' memory. */
export type DeathBy = 'itself' | 'others'

/** Signals that nothing a process does brings upon it (signal(7)); those of a crash are others. */
const FROM_OUTSIDE: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)

/** Sets what the kernel does to a child whose parent is gone, also to one that is too busy to see it (util-linux). */
const SETPRIV = '/usr/bin/setpriv'

/**
 * A child process that works on tasks, as its parent sees it: a Node of its own with a heap limit, in a process group of its own (a
 * Ctrl-C in our terminal reaches only us), whose standard output is nobody's and whose standard error is kept for its last words. It
 * ends when the channel to its parent closes; where `setpriv` is installed the kernel kills it, whatever it is doing.
 */
export class WorkerProcess<Message> {
  readonly #child: ChildProcess
  readonly #limits: WorkerLimits
  readonly #ended = Promise.withResolvers<void>()
  readonly #watch: NodeJS.Timeout
  #isRunning = true
  #reason: string | null = null
  #said = ''

  constructor(url: URL, data: unknown, limits: WorkerLimits, listener: WorkerListener<Message>) {
    this.#limits = limits
    this.#child = startNode(url, limits)
    this.#watch = setInterval(() => this.#measure(), WORKER_PROCESS.measureMs).unref()
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-WORKER_PROCESS.lastCharacters)
    })
    this.#child.on('message', (message: Message) => listener.message(message))
    const gone = () => {
      if (!this.#isRunning) return
      this.#isRunning = false
      clearInterval(this.#watch)
      listener.gone()
      this.#ended.resolve()
    }
    this.#child.once('exit', gone)
    // Only now all of its messages and last words are here.
    this.#child.once('close', (code, signal) => {
      listener.died(this.#reason ?? this.#causeOfDeath(code, signal), this.#reason === null && FROM_OUTSIDE.has(signal) ? 'others' : 'itself')
    })
    this.#child.on('error', error => {
      if (this.#child.pid !== undefined) return
      gone()
      listener.died(messageOf(error), 'itself')
    })
    this.send({ kind: 'open', data })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  send(message: PoolMessage): void {
    // One that is gone says so itself.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  /** Ends it at once. */
  kill(reason: string): Promise<void> {
    this.#reason ??= reason
    this.#child.kill('SIGKILL')
    return this.#ended.promise
  }

  /** Lets one that has nothing to do end by itself; it then keeps its compiled code for the next. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), WORKER_PROCESS.endMs)
    await this.#ended.promise
    clearTimeout(patience)
  }

  /** Buffers lie outside the heap, which Node itself limits. */
  #measure(): void {
    const bytes = residentBytes(this.pid)
    if (bytes > this.#limits.memoryMb * 1_000_000) void this.kill(`it needed more than ${this.#limits.memoryMb} MB of memory`)
  }

  #causeOfDeath(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#said.includes('JavaScript heap out of memory')) return `it needed more than ${this.#limits.heapMb} MB of heap`
    const end = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`
    // How Node reports what nobody caught, and what its engine cannot go on from.
    const [said] = /^(?:FATAL ERROR|\w*Error)\b.*$/m.exec(this.#said) ?? []
    return said === undefined ? end : `${end}: ${said}`
  }
}

function startNode(url: URL, limits: WorkerLimits): ChildProcess {
  const { heapGrowth, youngMb } = WORKER_PROCESS
  // Workers live on objects that come and go in batches. The engine takes places in the code whose objects outlived some collections for such as make
  // lasting ones, and puts all they make where only a full collection finds it: with that off, EVTX is read and judged in two thirds of the time.
  const node = [
    process.execPath, `--max-old-space-size=${limits.heapMb}`, `--heap-growing-percent=${heapGrowth}`, `--max-semi-space-size=${youngMb}`,
    '--no-allocation-site-pretenuring',
  ]
  const [execPath, ...execArgv] = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', ...node] : node
  const own = { ...process.env, [PARENT_VARIABLE]: String(process.pid) }
  const env = limits.hugePages === true ? withHugePages(own) : own
  return fork(url, { execPath: execPath!, execArgv, detached: true, serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env })
}

/** Resident memory (proc(5), statm: pages); 0 where the system does not say. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * WORKER_PROCESS.pageBytes
  } catch {
    return 0
  }
}
