import type { AnswerContexts } from './answer-context.ts'
import { answerContexts } from './answer-context.ts'
import type { AnswerWork } from './answered.ts'
import type { Json, TextPart } from '../protocol/protocol.ts'
import { spotsIn } from '../protocol/spots.ts'

/** What an answer is held against that the upstream kept: it names what the model was told, in a text or in messages. */
export function keptContexts({ instructions }: Json, { application, exchange }: Pick<AnswerWork, 'application' | 'exchange'>): AnswerContexts {
  return answerContexts(application, spotsIn({ instructions }).map(({ text, replace }): TextPart => ({ origin: 'system', text, replace })).toArray(), exchange.lifting)
}
