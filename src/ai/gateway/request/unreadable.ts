import type { GuardReason } from '../../judge/verdict.ts'
import type { Application } from '../application/application.ts'
import type { SaidJudgement } from '../exchange.ts'
import type { Origin } from '../protocol/protocol.ts'

/** What is written down of a request, or of an answer, that nobody here can read, or not all of it: whoever configured the application says whether it passes all the same. */
export function unreadable(why: GuardReason, wanted: Application['unreadable'], origin: Origin = 'user'): SaidJudgement {
  const isPassed = wanted === 'pass'
  return {
    verdict: isPassed ? 'flag' : 'block', found: 'flag', layer: 'form', kind: 'unreadable', score: 0.5, origin, mark: '',
    reason: isPassed ? { en: `${why.en}; it passed all the same`, ja: `${why.ja}。設定によりそのまま通した` } : why,
  }
}
