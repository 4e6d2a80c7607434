import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Application } from './application/application.ts'
import type { SaidJudgement } from './exchange.ts'
import type { Origin } from './protocol/protocol.ts'

/** What the guard failed at. */
export interface FailedAt {
  /** The exchange, as its records name it. */
  readonly request: string
  readonly application: string
  /** Of tools, or another agent. */
  readonly server?: string
  readonly unreadable: Application['unreadable']
  readonly origin: Origin
}

/**
 * What is written down where the guard failed, so that nobody knows what a text holds: whoever configured it says whether it passes all the same. What went wrong
 * is told in the log only.
 */
export function guardFailure(log: Log, cause: unknown, { origin, ...at }: FailedAt): SaidJudgement {
  log('error', 'the guard failed', { ...at, cause: messageOf(cause) })
  const isPassed = at.unreadable === 'pass'
  return {
    verdict: isPassed ? 'flag' : 'block', found: 'flag', layer: 'form', kind: 'guard-failed', score: 0, origin, mark: '',
    reason: isPassed
      ? { en: 'the guard failed, and the text passed without being judged', ja: '検査処理が失敗したため、検査せずに通した' }
      : { en: 'the guard failed, and what is not judged does not pass; whoever runs Noroshi finds why in its log', ja: '検査処理が失敗したため、検査できないものは通さない。理由は管理者がログで確認できる' },
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

/** The same of a look that has to wait. */
export async function triedLater<T>(look: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { done: await look(), isFailed: false }
  } catch (cause) {
    return { cause, isFailed: true }
  }
}
