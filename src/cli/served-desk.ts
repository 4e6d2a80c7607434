import { z } from 'zod'
import type { Decision, NewQuestion, PersonDesk } from '../ai/gateway/question/questions.ts'
import { nobody } from '../ai/gateway/question/questions.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import { linesOfServer } from './running-server.ts'

const decisionSchema: z.ZodType<Decision> = z.object({ decision: z.enum(['allowed', 'refused', 'timed-out', 'too-many', 'unreachable', 'gone']), person: z.string(), reason: z.string() })

/** The desk of the server that holds the data folder, from another process. */
export class ServedDesk implements PersonDesk {
  readonly #folder: DataPaths

  constructor(folder: DataPaths) {
    this.#folder = folder
  }

  /** @throws Error when the server that runs cannot be asked so */
  async ask(question: NewQuestion, seconds: number, gone: AbortSignal): Promise<Decision> {
    let decision: Decision | null = null
    const exit = await linesOfServer('ai mcp-proxy ask', [JSON.stringify({ question, seconds }), {}], this.#folder, { gone, line: line => { decision = decisionSchema.parse(JSON.parse(line)) } })
    if (gone.aborted) return nobody('gone')
    if (exit === null) return nobody('unreachable')
    if (decision === null) throw new Error('a person would have to be asked, and the server that runs cannot do that; its log says why')
    return decision
  }
}
