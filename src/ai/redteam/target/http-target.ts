import type { Json, Protocol } from '../../gateway/protocol/protocol.ts'
import { isJson, objectsOf } from '../../gateway/protocol/protocol.ts'
import { ANTHROPIC_MESSAGES } from '../../gateway/protocol/anthropic-messages.ts'
import { OPENAI_CHAT } from '../../gateway/protocol/openai-chat.ts'
import { OPENAI_RESPONSES } from '../../gateway/protocol/openai-responses.ts'
import { protocolAt } from '../../gateway/protocol/protocols.ts'
import { NoroshiError } from '../../../platform/noroshi-error.ts'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import { anthropicBody, chatBody, responsesBody } from './request-bodies.ts'
import type { Said, Target } from './target.ts'

export interface HttpTargetOptions {
  readonly url: string
  readonly model: string
  readonly key: string | null
}

/**
 * An endpoint that speaks as its path says: Anthropic's messages, OpenAI's responses, else OpenAI's chat completions.
 *
 * @throws NoroshiError `usage` where the path is one at which no conversation is held
 */
export function httpTarget({ url, model, key }: HttpTargetOptions): Target {
  const { protocol, bodyOf } = dialectAt(url)
  const isAnthropic = protocol === ANTHROPIC_MESSAGES
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(isAnthropic ? { 'anthropic-version': '2023-06-01' } : {}) }
  if (key !== null) headers[isAnthropic ? 'x-api-key' : 'authorization'] = isAnthropic ? key : `Bearer ${key}`
  return {
    name: url,
    async ask(system, turns, tools) {
      const body = bodyOf(model, system, turns, tools)
      // Redirects would take the key elsewhere.
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual', signal: AbortSignal.timeout(TARGET_MS) })
      const text = await bounded(response)
      if (response.status >= 400 && response.status < 500 && response.status !== 401 && response.status !== 404 && response.status !== 429) return { text, calls: [], isFiltered: true }
      if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text.slice(0, 200)}`)
      return saidIn(protocol, text)
    },
  }
}

function dialectAt(url: string): { readonly protocol: Protocol; readonly bodyOf: typeof chatBody } {
  const { pathname } = new URL(url)
  const protocol = protocolAt(pathname.replace(/\/$/, ''))
  if (protocol === ANTHROPIC_MESSAGES) return { protocol, bodyOf: anthropicBody }
  if (protocol === OPENAI_RESPONSES) return { protocol, bodyOf: responsesBody }
  if (protocol === null || protocol === OPENAI_CHAT) return { protocol: OPENAI_CHAT, bodyOf: chatBody }
  throw new NoroshiError('usage', `no conversation is held at ${pathname}: name …/v1/chat/completions, …/v1/responses or …/v1/messages`)
}

function saidIn(protocol: Protocol, body: string): Said {
  const parsed: unknown = JSON.parse(body)
  if (!isJson(parsed)) throw new Error('the answer is no JSON object')
  const { status, error, incomplete_details: incomplete, stop_reason: stopped } = parsed
  if (status === 'failed') throw new Error(`the answer failed: ${JSON.stringify(error ?? null).slice(0, 200)}`)
  const isFiltered = isJson(incomplete) && incomplete['reason'] === 'content_filter'
  const refusals = declined(parsed)
  const text = [...new Set([...protocol.answerParts(parsed).map(part => part.text), ...refusals])].join('\n')
  return { text, calls: protocol.calledTools(parsed), isFiltered, declines: refusals.length > 0 || stopped === 'refusal' }
}

/** What a model says where it declines in a member of its own: a part of an answer, or a message. */
function declined(body: Json): string[] {
  const holders = [...objectsOf(body['output']).flatMap(item => objectsOf(item['content'])), ...objectsOf(body['choices']).flatMap(({ message }) => isJson(message) ? [message] : [])]
  return holders.flatMap(({ refusal }) => typeof refusal === 'string' ? [refusal] : [])
}

async function bounded(response: Response): Promise<string> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of response.body ?? []) {
    bytes += block.length
    if (bytes > MOST_ANSWER_BYTES) throw new Error(`the answer is longer than ${MOST_ANSWER_BYTES} bytes`)
    blocks.push(Buffer.from(block))
  }
  return Buffer.concat(blocks).toString('utf8')
}
