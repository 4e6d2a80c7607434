import { TaskFailed, WorkerDied } from '../platform/worker-pool.ts'
import { TASK_ATTEMPTS } from './defaults.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from './evidence-task.ts'

/** Runs a task somewhere: on a pool of workers, or here. */
export type RunTask = (task: EvidenceTask, onProgress: (progress: EvidenceProgress) => void) => Promise<EvidenceTaskResult>

/** A worker that died may have died of something else: its task is tried again. What throws by itself would throw again. */
export async function runAgain(run: RunTask, task: EvidenceTask, onProgress: (progress: EvidenceProgress) => void): Promise<EvidenceTaskResult> {
  for (const died = { itself: 0, others: 0 }; ;) {
    try {
      return await run(task, onProgress)
    } catch (thrown) {
      if (!(thrown instanceof WorkerDied) || ++died[thrown.by] === TASK_ATTEMPTS[thrown.by]) throw thrown
    }
  }
}

/** @throws whatever is neither a dead worker nor a failed task: the machine is broken, not the evidence */
export function quarantineReason(thrown: unknown): string {
  if (thrown instanceof WorkerDied) return `they killed the worker that read them ${TASK_ATTEMPTS[thrown.by]} times: ${thrown.message}`
  if (thrown instanceof TaskFailed) return `a defect of this program: ${thrown.message}`
  throw thrown
}
