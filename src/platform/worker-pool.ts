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
 * a thread that dies is replaced and its task is rejected with {@link WorkerDied}.
 */
export class WorkerPool<Task, Result, Progress> {
  readonly size: number
  readonly #limits: WorkerLimits
  readonly #url: URL
  readonly #data: unknown
  readonly #queue: Waiting<Task, Result, Progress>[] = []
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()

  constructor(url: URL, data: unknown, size: number, limits: WorkerLimits = WORKER_LIMITS) {
    this.size = size
    this.#limits = limits
    this.#url = url
    this.#data = data
  }

  run(task: Task, onProgress: (progress: Progress) => void = () => {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, onProgress, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(worker => worker.terminate()))
    this.#all.clear()
  }

  #next(): void {
    if (this.#queue.length === 0) return
    const worker = this.#idle.pop() ?? (this.#all.size < this.size ? this.#start() : undefined)
    if (worker !== undefined) this.#work(worker, this.#queue.shift()!)
  }

  #start(): Worker {
    const worker = new Worker(this.#url, { workerData: this.#data, resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb } })
    this.#all.add(worker)
    return worker
  }

  #work(worker: Worker, waiting: Waiting<Task, Result, Progress>): void {
    const silence = setTimeout(() => died(new Error(`no sign of life for ${this.#limits.silenceMs / 1000} s`)), this.#limits.silenceMs)
    const finish = () => {
      clearTimeout(silence)
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
    }
    const died = (cause: unknown) => {
      finish()
      worker.on('error', () => {})
      this.#all.delete(worker)
      void worker.terminate()
      waiting.reject(new WorkerDied(messageOf(cause), { cause }))
      this.#next()
    }
    worker.on('message', (message: WorkerMessage<Result, Progress>) => {
      if (message.kind === 'progress') {
        silence.refresh()
        waiting.onProgress(message.progress)
        return
      }
      finish()
      this.#idle.push(worker)
      if (message.kind === 'done') waiting.resolve(message.result)
      else waiting.reject(new TaskFailed(message.reason))
      this.#next()
    })
    worker.on('error', died)
    worker.on('exit', code => died(new Error(`the thread ended with code ${code}`)))
    worker.postMessage(waiting.task)
  }
}
