import { TaskFailed, WorkerDied } from '../../platform/worker-pool.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../evidence-task.ts'
import { TASK_ATTEMPTS } from '../defaults.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import type { KnownContent, Surveyed } from '../evidence/survey.ts'
import type { IngestTask, OnGroup } from './ingest-chunks.ts'

/** Runs a task on a worker. */
export type RunTask = (task: EvidenceTask, onProgress: (progress: EvidenceProgress) => void) => Promise<EvidenceTaskResult>

/** What came of a survey: a member that kills its worker each time is told, not thrown. */
export type SurveyOutcome = { readonly kind: 'surveyed'; readonly surveyed: Surveyed } | { readonly kind: 'failed'; readonly reason: string }

/** @param known what a file as it stands was found to hold when it was received */
export async function surveyOn(run: RunTask, locator: MemberLocator, onProgress: (progress: EvidenceProgress) => void, known?: KnownContent): Promise<SurveyOutcome> {
  for (const died = { itself: 0, others: 0 }; ;) {
    try {
      const result = await run({ kind: 'survey', locator, ...(known === undefined ? {} : { known }) }, onProgress)
      if (result.kind !== 'survey') throw new Error('a survey answered with something else')
      return { kind: 'surveyed', surveyed: result.surveyed }
    } catch (thrown) {
      if (thrown instanceof TaskFailed) return { kind: 'failed', reason: defect(thrown) }
      if (!(thrown instanceof WorkerDied)) throw thrown
      const times = ++died[thrown.by]
      if (times === TASK_ATTEMPTS[thrown.by]) return { kind: 'failed', reason: deaths(times, thrown) }
    }
  }
}

export type IngestOutcome =
  /** All groups were told. */
  | { readonly kind: 'read' }
  | { readonly kind: 'died'; readonly reason: string }
  /** Its worker was ended from outside. */
  | { readonly kind: 'killed'; readonly reason: string }
  /** It would again. */
  | { readonly kind: 'defect'; readonly reason: string }

/** @param onGroup told of each group that was spooled, before the outcome */
export async function ingestOn(run: RunTask, task: IngestTask, onProgress: (progress: EvidenceProgress) => void, onGroup: OnGroup): Promise<IngestOutcome> {
  try {
    await run(task, seen => {
      onProgress(seen)
      if (seen.spooled !== undefined) onGroup(seen.spooled.group, seen.spooled.result)
    })
    return { kind: 'read' }
  } catch (thrown) {
    if (thrown instanceof TaskFailed) return { kind: 'defect', reason: defect(thrown) }
    if (thrown instanceof WorkerDied) return { kind: thrown.by === 'others' ? 'killed' : 'died', reason: thrown.message }
    throw thrown
  }
}

/** Why bytes are left out that killed their worker. */
export function deaths(times: number, { message }: { readonly message: string }): string {
  return `they killed the worker that read them ${times} times: ${message}`
}

function defect({ message }: Error): string {
  return `a defect of this program: ${message}`
}
