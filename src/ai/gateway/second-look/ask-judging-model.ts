import * as z from 'zod'
import type { JudgingModel } from '../application/application.ts'
import { JUDGE_TOKENS, MOST_JUDGE_BYTES } from '../defaults.ts'
import { forward, isEncoded } from '../forward.ts'
import { readAll } from '../request/read-all.ts'
import type { JudgeQuestion, ModelVerdict } from './judge-question.ts'
import { judgeMessages, modelVerdictIn } from './judge-question.ts'

/** Why a question has no answer. */
export type Unanswered = 'late' | 'unreachable' | 'unreadable'

const CHAT = '/v1/chat/completions'

const answerSchema = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) })

/** Asks a model of OpenAI's chat completions whether a text is hostile; never throws. */
export async function askJudgingModel({ upstream, model, seconds }: JudgingModel, question: JudgeQuestion): Promise<ModelVerdict | Unanswered> {
  const signal = AbortSignal.timeout(seconds * 1_000)
  const body = Buffer.from(JSON.stringify({ model, messages: judgeMessages(question), temperature: 0, max_tokens: JUDGE_TOKENS, stream: false }))
  try {
    const answer = await forward(upstream, { method: 'POST', url: CHAT, headers: { 'content-type': 'application/json', accept: 'application/json' } }, body, signal)
    let room = MOST_JUDGE_BYTES
    const said = answer.statusCode === 200 && !isEncoded(answer) ? await readAll(answer, bytes => (room -= bytes) >= 0) : null
    if (said === null) answer.destroy()
    if (answer.statusCode !== 200) return 'unreachable'
    return said === null ? 'unreadable' : verdictOf(said)
  } catch {
    return signal.aborted ? 'late' : 'unreachable'
  }
}

function verdictOf(body: Buffer): ModelVerdict | 'unreadable' {
  try {
    const { choices: [{ message }] } = answerSchema.parse(JSON.parse(body.toString('utf8')))
    return modelVerdictIn(message.content) ?? 'unreadable'
  } catch {
    return 'unreadable'
  }
}
