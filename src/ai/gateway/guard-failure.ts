import type { Application } from './application.ts'
import type { SaidJudgement } from './exchange.ts'
import type { Origin } from './protocol/protocol.ts'

/** What is written down where the guard failed, so that nobody knows what a text holds: the application says whether it passes all the same. What went wrong is for the log. */
export function guardFailure({ unreadable }: Pick<Application, 'unreadable'>, origin: Origin): SaidJudgement {
  return {
    verdict: unreadable === 'pass' ? 'flag' : 'block', found: 'flag', layer: 'form', kind: 'guard-failed', score: 0, origin, mark: '',
    reason: unreadable === 'pass'
      ? { en: 'the guard failed, and the text passed without being judged', ja: '検査処理が失敗したため、検査せずに通した' }
      : { en: 'the guard failed, and what is not judged does not pass', ja: '検査処理が失敗したため、検査できないものは通さない' },
  }
}

/** What came of a look of the guard, or what it threw. */
export type Tried<T> = { readonly done: T; readonly isFailed: false } | { readonly cause: unknown; readonly isFailed: true }

export function tried<T>(look: () => T): Tried<T> {
  try {
    return { done: look(), isFailed: false }
  } catch (cause) {
    return { cause, isFailed: true }
  }
}
