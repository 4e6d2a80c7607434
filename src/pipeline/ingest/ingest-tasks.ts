import { TaskFailed, WorkerDied } from '../../platform/worker-pool.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../evidence-task.ts'
import { TASK_ATTEMPTS } from '../defaults.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import type { Surveyed } from '../evidence/survey.ts'
import type { AttemptResult, IngestTask } from './ingest-chunks.ts'

/** Runs a task on a worker. */
export type RunTask = (task: EvidenceTask, onProgress: (progress: EvidenceProgress) => void) => Promise<EvidenceTaskResult>

/** What came of a survey: a member that kills its worker each time is told, not thrown. */
export type SurveyOutcome = { readonly kind: 'surveyed'; readonly surveyed: Surveyed } | { readonly kind: 'failed'; readonly reason: string }

export async function surveyOn(run: RunTask, locator: MemberLocator, onProgress: (progress: EvidenceProgress) => void): Promise<SurveyOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await run({ kind: 'survey', locator }, onProgress)
      if (result.kind !== 'survey') throw new Error('a survey answered with something else')
      return { kind: 'surveyed', surveyed: result.surveyed }
    } catch (thrown) {
      if (thrown instanceof TaskFailed) return { kind: 'failed', reason: defect(thrown) }
      if (!(thrown instanceof WorkerDied)) throw thrown
      if (attempt === TASK_ATTEMPTS) return { kind: 'failed', reason: deaths(attempt, thrown) }
    }
  }
}

export type IngestOutcome =
  | { readonly kind: 'read'; readonly results: readonly AttemptResult[] }
  | { readonly kind: 'died'; readonly reason: string }
  /** It would again. */
  | { readonly kind: 'defect'; readonly reason: string }

export async function ingestOn(run: RunTask, task: IngestTask, onProgress: (progress: EvidenceProgress) => void): Promise<IngestOutcome> {
  try {
    const result = await run(task, onProgress)
    if (result.kind !== 'ingest') throw new Error('an ingest answered with something else')
    return { kind: 'read', results: result.results }
  } catch (thrown) {
    if (thrown instanceof TaskFailed) return { kind: 'defect', reason: defect(thrown) }
    if (thrown instanceof WorkerDied) return { kind: 'died', reason: thrown.message }
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
