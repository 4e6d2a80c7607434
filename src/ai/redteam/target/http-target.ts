import type { Json } from '../../gateway/protocol/protocol.ts'
import { isJson } from '../../gateway/protocol/protocol.ts'
import type { Protocol } from '../../gateway/protocol/protocol.ts'
import { ANTHROPIC_MESSAGES } from '../../gateway/protocol/anthropic-messages.ts'
import { OPENAI_CHAT } from '../../gateway/protocol/openai-chat.ts'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import type { Said, Target, TargetTool, Turn } from './target.ts'

export interface HttpTargetOptions {
  readonly url: string
  readonly model: string
  readonly key: string | null
}

/** An endpoint that speaks as Anthropic does where its path says so, else as OpenAI's chat completions. */
export function httpTarget({ url, model, key }: HttpTargetOptions): Target {
  const isAnthropic = new URL(url).pathname.endsWith('/messages')
  const protocol: Protocol = isAnthropic ? ANTHROPIC_MESSAGES : OPENAI_CHAT
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(isAnthropic ? { 'anthropic-version': '2023-06-01' } : {}) }
  if (key !== null) headers[isAnthropic ? 'x-api-key' : 'authorization'] = isAnthropic ? key : `Bearer ${key}`
  return {
    name: url,
    async ask(system, turns, tools) {
      const body = isAnthropic ? anthropicBody(model, system, turns, tools) : openaiBody(model, system, turns, tools)
      // Redirects would take the key elsewhere.
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual', signal: AbortSignal.timeout(TARGET_MS) })
      const text = await bounded(response)
      if (response.status >= 400 && response.status < 500 && response.status !== 401 && response.status !== 404 && response.status !== 429) return { text, calls: [], isFiltered: true }
      if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text.slice(0, 200)}`)
      return saidIn(protocol, text)
    },
  }
}

function saidIn(protocol: Protocol, text: string): Said {
  const parsed: unknown = JSON.parse(text)
  if (!isJson(parsed)) throw new Error('the answer is no JSON object')
  return { text: protocol.answerParts(parsed).map(part => part.text).join('\n'), calls: protocol.calledTools(parsed), isFiltered: false }
}

function openaiBody(model: string, system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Json {
  return {
    model,
    messages: [{ role: 'system', content: system }, ...turns.map((turn, index) => {
      if (turn.role === 'result') return { role: 'tool', tool_call_id: `call-${index - 1}`, content: turn.text }
      if (turn.calls === undefined || turn.calls.length === 0) return { role: turn.role, content: turn.text }
      return { role: 'assistant', content: turn.text === '' ? null : turn.text, tool_calls: turn.calls.slice(0, 1).map(call => ({ id: `call-${index}`, type: 'function', function: call })) }
    })],
    tools: tools.map(({ name, description, parameter }) => ({ type: 'function', function: { name, description, parameters: parametersOf(parameter) } })),
  }
}

function anthropicBody(model: string, system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Json {
  return {
    model, system, max_tokens: 4_096,
    messages: turns.map((turn, index) => {
      if (turn.role === 'result') return { role: 'user', content: [{ type: 'tool_result', tool_use_id: `call-${index - 1}`, content: turn.text }] }
      const text = turn.text === '' ? [] : [{ type: 'text', text: turn.text }]
      return { role: turn.role, content: [...text, ...(turn.calls ?? []).slice(0, 1).map(({ name, arguments: given }) => ({ type: 'tool_use', id: `call-${index}`, name, input: inputOf(given) }))] }
    }),
    tools: tools.map(({ name, description, parameter }) => ({ name, description, input_schema: parametersOf(parameter) })),
  }
}

function parametersOf(parameter: string): Json {
  return { type: 'object', properties: { [parameter]: { type: 'string' } }, required: [parameter] }
}

function inputOf(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    return { text: given }
  }
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
