import { membersOf, sayChoicesCut } from './cut-short.ts'
import type { CalledTool, Json, Origin, Protocol, TextPart } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf, partOf } from './protocol.ts'

/** Chat completions as OpenAI defined them and most local servers speak them (`POST /v1/chat/completions`). */
export const OPENAI_CHAT: Protocol = {
  name: 'openai.chat',
  requestParts(body) {
    const names = objectsOf(body['tools']).flatMap(({ function: tool }) => isJson(tool) ? partOf(tool, 'description', 'system') : [])
    return [...names, ...objectsOf(body['messages']).flatMap(message => [...contentParts(message, originOf(message['role'])), ...callParts(message)])]
  },
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['choices']).flatMap(({ message }) => isJson(message) ? contentParts(message, 'assistant') : []),
  calledTools: body => objectsOf(body['choices']).flatMap(({ message }) => isJson(message) ? toolsOf(message) : []),
  usedTools: body => objectsOf(body['messages']).flatMap(message => toolsOf(message).map(({ name }) => name)),
  begunTools: event => objectsOf(event['choices']).flatMap(({ index, delta }) => isJson(delta)
    ? objectsOf(delta['tool_calls']).flatMap(call => toolsOf({ tool_calls: [call] }).map(({ name }) => ({ name, channel: toolChannel(index, call) }))) : []),
  tokens: body => isJson(body['usage']) ? numberOf(body['usage']['total_tokens']) : null,
  limitNames: () => ['max_completion_tokens', 'max_tokens'],
  sayCut: sayChoicesCut,
  endAtLimit: last => `data: ${JSON.stringify({
    ...membersOf(last, ['id', 'created', 'model']), object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'length' }],
  })}\n\ndata: [DONE]\n\n`,
  deltas: event => objectsOf(event['choices']).flatMap(({ index, delta }) => {
    if (!isJson(delta)) return []
    const choice = String(index)
    return [
      ...deltaOf(delta, 'content', `${choice} text`),
      ...deltaOf(delta, 'refusal', `${choice} refusal`),
      ...deltaOf(delta, 'reasoning_content', `${choice} reasoning`),
      ...objectsOf(delta['tool_calls']).flatMap(call => isJson(call['function']) ? deltaOf(call['function'], 'arguments', toolChannel(index, call), toolChannel(index, call)) : []),
    ]
  }),
  refusal: openaiRefusal,
  endOfStream: reason => `data: ${JSON.stringify({
    id: 'withheld', object: 'chat.completion.chunk', created: 0, model: 'noroshi',
    choices: [{ index: 0, delta: { refusal: reason }, finish_reason: 'content_filter' }],
  })}\n\ndata: [DONE]\n\n`,
}

function toolChannel(choice: unknown, call: Json): string {
  return `${String(choice)} tool ${String(call['index'])}`
}

/** @returns an error as OpenAI shapes it, which clients show to people; by its type they decide whether to ask again */
export function openaiRefusal(reason: string, status: number): Json {
  const { type, code } = KINDS_OF_ERROR[status] ?? { type: status < 500 ? 'invalid_request_error' : 'server_error', code: null }
  return { error: { message: reason, type, param: null, code } }
}

/** OpenAI API reference, error codes. */
const KINDS_OF_ERROR: Readonly<Record<number, { readonly type: string; readonly code: string | null }>> = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  403: { type: 'invalid_request_error', code: 'content_filter' },
  429: { type: 'requests', code: 'rate_limit_exceeded' },
}

function contentParts(message: Json, origin: Origin): TextPart[] {
  if (typeof message['content'] === 'string') return partOf(message, 'content', origin)
  return objectsOf(message['content']).flatMap(part => partOf(part, 'text', origin))
}

/** What a model gave to tools earlier. */
function callParts(message: Json): TextPart[] {
  return objectsOf(message['tool_calls']).flatMap(({ function: called }) => isJson(called) ? partOf(called, 'arguments', 'assistant') : [])
}

function toolsOf(message: Json): CalledTool[] {
  return objectsOf(message['tool_calls']).flatMap(({ function: called }) =>
    isJson(called) && typeof called['name'] === 'string' ? [{ name: called['name'], arguments: String(called['arguments'] ?? ''), replace: other => { called['arguments'] = other } }] : [])
}

function originOf(role: unknown): Origin {
  switch (role) {
    case 'system': case 'developer': return 'system'
    case 'assistant': return 'assistant'
    case 'tool': case 'function': return 'tool'
    default: return 'user'
  }
}
