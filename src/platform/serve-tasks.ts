import { writeFileSync } from 'node:fs'
import { WORKER_PROCESS } from './defaults.ts'
import { setHeapGrowth } from './heap-growth.ts'
import type { ErrorCode } from './noroshi-error.ts'
import { messageOf, NoroshiError } from './noroshi-error.ts'
import { stepBack } from './step-back.ts'
import { endWithoutParent } from './worker-parent.ts'

/** What a pool sends to a worker process. */
export type PoolMessage =
  | { readonly kind: 'open'; readonly data: unknown }
  | { readonly kind: 'task'; readonly task: unknown }

/** What a worker process sends back: first that it is ready or why it cannot be, then what it says of each task. */
export type WorkerMessage<Result, Progress> =
  | { readonly kind: 'opened' }
  /** With the code of what the program refuses; null: an exception that nobody foresaw. */
  | { readonly kind: 'unopened'; readonly code: ErrorCode | null; readonly reason: string }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly reason: string }

/** Works on one task. */
export type TaskRunner<Task, Result, Progress> = (task: Task, report: (progress: Progress) => void) => Promise<Result>

/**
 * For the worker's side of a pool: opens what tasks need once, works on the tasks as they come, and ends when the pool is gone. Where
 * opening throws, it says why and ends.
 *
 * @param open what the pool gave as data → what runs tasks
 */
export function serveTasks<Data, Task, Result, Progress>(open: (data: Data) => TaskRunner<Task, Result, Progress>): void {
  endWithoutParent()
  let runner: TaskRunner<Task, Result, Progress> | null = null
  const answer = (message: WorkerMessage<Result, Progress>) => process.send?.(message)
  process.on('message', async (message: { kind: 'open'; data: Data } | { kind: 'task'; task: Task }) => {
    if (message.kind === 'open') {
      try {
        runner = open(message.data)
        answer({ kind: 'opened' })
      } catch (thrown) {
        const last: WorkerMessage<Result, Progress> = { kind: 'unopened', code: thrown instanceof NoroshiError ? thrown.code : null, reason: reasonOf(thrown) }
        process.send?.(last, undefined, undefined, () => process.exit(1))
      }
      return
    }
    // One that could not open is about to end.
    if (runner === null) return
    setHeapGrowth()
    try {
      answer({ kind: 'done', result: await runner(message.task, progress => answer({ kind: 'progress', progress })) })
    } catch (thrown) {
      answer({ kind: 'failed', reason: reasonOf(thrown) })
    }
  })
  process.on('disconnect', () => process.exit())
  giveWayForMemory()
  stepBack(WORKER_PROCESS.nice)
}

function reasonOf(thrown: unknown): string {
  return process.env['NOROSHI_DEBUG'] !== undefined && thrown instanceof Error ? String(thrown.stack) : messageOf(thrown)
}

/** Where the machine runs out of memory, the kernel shall end a worker, whose task is tried again, before the program or an engine. */
function giveWayForMemory(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', String(WORKER_PROCESS.outOfMemoryScore))
  } catch {
    // Not on this system.
  }
}
