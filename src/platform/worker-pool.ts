import { Worker } from 'node:worker_threads'
import type { WorkerLimits } from './defaults.ts'
import { WORKER_LIMITS } from './defaults.ts'
import { messageOf } from './noroshi-error.ts'

/** What a worker thread sends back while it works on a task. */
export type WorkerMessage<Result, Progress> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly reason: string }

/** The thread died, or was stopped because it was silent for too long or outgrew its heap; the task may be tried once more. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied'
}

/** The task itself threw: a defect of ours, which trying again would only repeat. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed'
}

interface Waiting<Task, Result, Progress> {
  readonly task: Task
  readonly onProgress: (progress: Progress) => void
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

/**
 * A fixed number of worker threads, each with one task at a time and limits of heap and silence. Tasks start in the order given;
 * a thread that dies, at work or idle, is replaced, and its task is rejected with {@link WorkerDied}.
 */
export class WorkerPool<Task, Result, Progress> {
  readonly #url: URL
  readonly #data: unknown
  readonly #size: number
  readonly #limits: WorkerLimits
  readonly #queue: Waiting<Task, Result, Progress>[] = []
  readonly #members = new Set<PoolMember<Task, Result, Progress>>()

  constructor(url: URL, data: unknown, size: number, limits: WorkerLimits = WORKER_LIMITS) {
    this.#url = url
    this.#data = data
    this.#size = size
    this.#limits = limits
  }

  run(task: Task, onProgress: (progress: Progress) => void = () => {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, onProgress, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
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
    const worker = new Worker(this.#url, { workerData: this.#data, resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb } })
    const member = new PoolMember<Task, Result, Progress>(worker, this.#limits.silenceMs, {
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

/** One thread and the task it works on. */
class PoolMember<Task, Result, Progress> {
  readonly #worker: Worker
  readonly #silenceMs: number
  readonly #onIdle: () => void
  #current: Waiting<Task, Result, Progress> | null = null
  #silence: NodeJS.Timeout | undefined

  constructor(worker: Worker, silenceMs: number, on: { idle(): void; dead(): void }) {
    this.#worker = worker
    this.#silenceMs = silenceMs
    this.#onIdle = on.idle
    const died = (cause: unknown) => {
      worker.removeAllListeners('exit')
      on.dead()
      this.#take()?.reject(new WorkerDied(messageOf(cause), { cause }))
      void worker.terminate()
    }
    worker.on('message', (message: WorkerMessage<Result, Progress>) => this.#hear(message))
    worker.on('error', died)
    worker.on('exit', code => died(new Error(`the thread ended with code ${code}`)))
  }

  get isIdle(): boolean {
    return this.#current === null
  }

  work(waiting: Waiting<Task, Result, Progress>): void {
    this.#current = waiting
    const hangs = new Error(`no sign of life for ${this.#silenceMs / 1000} s`)
    this.#silence = setTimeout(() => this.#worker.emit('error', hangs), this.#silenceMs)
    this.#worker.postMessage(waiting.task)
  }

  async stop(): Promise<void> {
    this.#worker.removeAllListeners('exit')
    this.#take()?.reject(new WorkerDied('the pool was closed'))
    await this.#worker.terminate()
  }

  #hear(message: WorkerMessage<Result, Progress>): void {
    if (message.kind === 'progress') {
      this.#silence?.refresh()
      this.#current?.onProgress(message.progress)
      return
    }
    const waiting = this.#take()
    if (message.kind === 'done') waiting?.resolve(message.result)
    else waiting?.reject(new TaskFailed(message.reason))
    this.#onIdle()
  }

  #take(): Waiting<Task, Result, Progress> | null {
    clearTimeout(this.#silence)
    const current = this.#current
    this.#current = null
    return current
  }
}
