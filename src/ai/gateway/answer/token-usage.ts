import { tokensOf } from './answer-limit.ts'
import type { Json, TextPart } from '../protocol/protocol.ts'
import { isJson, numberOf } from '../protocol/protocol.ts'

/** What a request and its answer cost, as far as the upstream says so; it says so at the end, in pieces, or not at all. */
export class TokenUsage {
  #asked: number | null = null
  #answered: number | null = null
  #total: number | null = null

  /** @param body a whole answer, or an event of a stream */
  read(body: Json): void {
    const { usage, message, response, type } = body
    if (isJson(usage)) this.#take(usage, 'whole')
    if (isJson(response) && isJson(response['usage'])) this.#take(response['usage'], 'whole')
    // What a stream of Anthropic's begins with knows what was asked, and not yet what is answered.
    if (type === 'message_start' && isJson(message) && isJson(message['usage'])) this.#take(message['usage'], 'asked')
  }

  /**
   * Tokens that were paid for: what is not said is estimated.
   *
   * @param asked the texts of the request
   * @param answered tokens of what came of the answer, estimated
   */
  total(asked: readonly Pick<TextPart, 'text'>[], answered: number): number {
    if (this.#total !== null) return this.#total
    return Math.ceil((this.#asked ?? asked.reduce((sum, { text }) => sum + tokensOf(text), 0)) + (this.#answered ?? answered))
  }

  /** Null: the upstream has said nothing. */
  get said(): number | null {
    return this.#total ?? (this.#asked === null && this.#answered === null ? null : (this.#asked ?? 0) + (this.#answered ?? 0))
  }

  /** Anthropic counts what it reads from its cache beside the rest (API reference, usage); OpenAI counts it within. */
  #take(usage: Json, what: 'whole' | 'asked'): void {
    const asked = sumOf(usage, ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens']) ?? numberOf(usage['prompt_tokens'])
    if (asked !== null) this.#asked = Math.max(this.#asked ?? 0, asked)
    if (what === 'asked') return
    const answered = numberOf(usage['output_tokens']) ?? numberOf(usage['completion_tokens'])
    if (answered !== null) this.#answered = Math.max(this.#answered ?? 0, answered)
    const total = numberOf(usage['total_tokens'])
    if (total !== null) this.#total = Math.max(this.#total ?? 0, total)
  }
}

function sumOf(usage: Json, names: readonly string[]): number | null {
  const counts = names.flatMap(name => numberOf(usage[name]) ?? [])
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0)
}
