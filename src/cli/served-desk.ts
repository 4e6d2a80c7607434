import { z } from 'zod'
import type { Decision, NewQuestion, PersonDesk } from '../ai/gateway/question/questions.ts'
import { nobody } from '../ai/gateway/question/questions.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import { answerOfServer } from './running-server.ts'

const decisionSchema: z.ZodType<Decision> = z.object({ decision: z.enum(['allowed', 'refused', 'timed-out', 'too-many', 'unreachable', 'gone']), person: z.string(), reason: z.string() })

/** The desk of the server that holds the data folder, from another process. */
export class ServedDesk implements PersonDesk {
  readonly #folder: DataPaths

  constructor(folder: DataPaths) {
    this.#folder = folder
  }

  async ask({ verdicts, tools, ...rest }: NewQuestion, seconds: number, gone: AbortSignal): Promise<Decision> {
    const asked = { question: { ...rest, verdicts: [...verdicts], tools: [...tools] }, seconds }
    const answer = await answerOfServer('ai mcp-proxy ask', [asked, {}], this.#folder, gone)
    if (gone.aborted) return nobody('gone')
    return answer === null || answer === '' ? nobody('unreachable') : decisionSchema.parse(JSON.parse(answer))
  }
}
