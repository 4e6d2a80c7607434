import { caseEpoch } from '../../../store/cases/case-epoch.ts'
import type { Ledger } from '../../../store/ledger/ledger.ts'
import { markRepeated } from '../../repeated-answer.ts'
import { ANSWERS_KEPT, ANSWERS_KEPT_MS } from '../defaults.ts'

interface KeptAnswer {
  readonly epoch: number
  readonly until: number
  readonly answer: Promise<object>
}

/**
 * Answers about cases that many people ask for at once: when somebody has decided something, all pages that show the queue ask again. One of
 * them is worked out, the others get the same. What was decided through this process shows at once; what a process beside it wrote to the
 * same database, after {@link ANSWERS_KEPT_MS} at the latest.
 */
export class RecentAnswers {
  readonly #kept = new Map<string, KeptAnswer>()
  readonly #now: () => number

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** @param question what was asked, with everything the answer depends on beside the organisation's cases */
  async of<Answer extends object>({ pool, organisation }: Ledger, question: readonly unknown[], answer: () => Promise<Answer>): Promise<Answer> {
    const key = JSON.stringify([organisation, ...question])
    const epoch = caseEpoch(pool, organisation)
    const kept = this.#kept.get(key)
    // What is kept under a question is what was answered to it.
    if (kept !== undefined && kept.epoch === epoch && kept.until > this.#now()) return kept.answer as Promise<Answer>
    const fresh = answer().then(markRepeated)
    this.#kept.delete(key)
    this.#kept.set(key, { epoch, until: this.#now() + ANSWERS_KEPT_MS, answer: fresh })
    if (this.#kept.size > ANSWERS_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
    fresh.catch(() => this.#kept.delete(key))
    return fresh
  }
}
