import type { WorkerLimits } from './defaults.ts'
import { WORKER_LIMITS, WORKER_PROCESS } from './defaults.ts'
import { NoroshiError } from './noroshi-error.ts'
import type { WorkerMessage } from './serve-tasks.ts'
import type { DeathBy } from './worker-process.ts'
import { WorkerProcess } from './worker-process.ts'

/** The process died, or was stopped because it was silent for too long or outgrew its memory; the task may be tried once more. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied'
  /** Who ended it: where others did, its task may have nothing to do with it. */
  readonly by: DeathBy

  constructor(message: string, by: DeathBy = 'itself') {
    super(message)
    this.by = by
  }
}

/** The task itself threw: a defect of ours, which trying again would only repeat. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed'
}

const CLOSED = 'the pool was closed'

interface Waiting<Task, Result, Progress> {
  readonly task: Task
  readonly onProgress: (progress: Progress) => void
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

/**
 * At most a fixed number of worker processes, started as tasks come, each with one task at a time and limits of memory and silence. Tasks
 * start in the order given; a process that dies, at work or idle, is replaced, and its task is rejected with {@link WorkerDied}. One that
 * cannot begin says nothing about its task, which is rejected with the reason: a `NoroshiError` of the worker's own, or `worker-start-failed`.
 * Processes, not threads: one that runs out of memory, or that native code brings down, takes nothing else with it.
 */
export class WorkerPool<Task, Result, Progress> {
  readonly #url: URL
  readonly #data: unknown
  readonly #size: number
  readonly #limits: WorkerLimits
  readonly #queue: Waiting<Task, Result, Progress>[] = []
  readonly #members = new Set<PoolMember<Task, Result, Progress>>()
  #isClosed = false

  /** @param url of a module that calls `serveTasks` @param data plain data for it */
  constructor(url: URL, data: unknown, size: number, limits: WorkerLimits = WORKER_LIMITS) {
    this.#url = url
    this.#data = data
    this.#size = size
    this.#limits = limits
  }

  /** The process ids of the workers there are. */
  get pids(): number[] {
    return [...this.#members].map(({ pid }) => pid)
  }

  run(task: Task, onProgress: (progress: Progress) => void = () => {}): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new WorkerDied(CLOSED))
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, onProgress, resolve, reject })
      this.#next()
    })
  }

  /** Tasks that have not ended, and those that come later, are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { reject } of this.#queue.splice(0)) reject(new WorkerDied(CLOSED))
    const members = [...this.#members]
    this.#members.clear()
    await Promise.all(members.map(member => member.stop()))
  }

  #next(): void {
    if (this.#queue.length === 0) return
    const idle = [...this.#members].find(member => member.isIdle)
    const member = idle ?? (this.#members.size < this.#size ? this.#start() : undefined)
    member?.work(this.#queue.shift()!)
  }

  #start(): PoolMember<Task, Result, Progress> {
    const member: PoolMember<Task, Result, Progress> = new PoolMember(this.#url, this.#data, this.#limits, {
      idle: () => this.#next(),
      dead: () => {
        this.#members.delete(member)
        this.#next()
      },
    })
    this.#members.add(member)
    return member
  }
}

/** One process and the task it works on. */
class PoolMember<Task, Result, Progress> {
  readonly #process: WorkerProcess<WorkerMessage<Result, Progress>>
  readonly #silenceMs: number
  readonly #onIdle: () => void
  #current: Waiting<Task, Result, Progress> | null = null
  #isOpen = false
  /** Why it could not begin. */
  #refusal: NoroshiError | null = null
  #silence: NodeJS.Timeout | undefined

  constructor(url: URL, data: unknown, limits: WorkerLimits, on: { idle(): void; dead(): void }) {
    this.#silenceMs = limits.silenceMs
    this.#onIdle = on.idle
    this.#process = new WorkerProcess(url, data, limits, {
      message: message => this.#hear(message),
      gone: on.dead,
      died: (reason, by) => this.#take()?.reject(this.#refusal ?? (this.#isOpen || by === 'others' ? new WorkerDied(reason, by) : startFailed(reason))),
    })
  }

  get isIdle(): boolean {
    return this.#current === null && this.#process.isRunning
  }

  get pid(): number {
    return this.#process.pid
  }

  work(waiting: Waiting<Task, Result, Progress>): void {
    this.#current = waiting
    this.#listen()
    this.#process.send({ kind: 'task', task: waiting.task })
  }

  async stop(): Promise<void> {
    const wasIdle = this.#current === null
    this.#take()?.reject(new WorkerDied(CLOSED))
    await (wasIdle ? this.#process.end() : this.#process.kill(CLOSED))
  }

  #hear(message: WorkerMessage<Result, Progress>): void {
    switch (message.kind) {
      case 'opened':
        this.#isOpen = true
        if (this.#current !== null) this.#listen()
        return
      // It ends by itself now, and is given nothing else until then.
      case 'unopened':
        this.#refusal = message.code === null ? startFailed(message.reason) : new NoroshiError(message.code, message.reason)
        return
      case 'progress':
        this.#silence?.refresh()
        this.#current?.onProgress(message.progress)
        return
      case 'done':
        this.#take()?.resolve(message.result)
        break
      case 'failed':
        this.#take()?.reject(new TaskFailed(message.reason))
    }
    this.#onIdle()
  }

  /** One that has not begun yet may need longer: where the machine is busy, it is the machine that is silent. */
  #listen(): void {
    clearTimeout(this.#silence)
    const patience = this.#isOpen ? this.#silenceMs : Math.max(this.#silenceMs, WORKER_PROCESS.startMs)
    this.#silence = setTimeout(() => this.#process.kill(`no sign of life for ${patience / 1000} s`), patience)
  }

  #take(): Waiting<Task, Result, Progress> | null {
    clearTimeout(this.#silence)
    const current = this.#current
    this.#current = null
    return current
  }
}

function startFailed(reason: string): NoroshiError {
  return new NoroshiError('worker-start-failed', `a worker could not start: ${reason}`)
}
