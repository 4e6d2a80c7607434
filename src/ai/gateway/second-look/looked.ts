import type { Unanswered } from './ask-judging-model.ts'
import type { ModelVerdict } from './judge-question.ts'

/** What came of a question to a judging model. */
export interface Looked {
  readonly said: ModelVerdict | Unanswered | NotAsked
  /** That the request waited for it. */
  readonly milliseconds: number
  /** Whether it was asked of the same text before. */
  readonly isRemembered: boolean
}

/** Why it was not asked. */
export type NotAsked = 'busy' | 'paused' | 'long' | 'many'
