import { MOST_ARGUMENT_DEPTH } from '../defaults.ts'
import { membersOf } from './cut-short.ts'
import type { CalledTool, Json, Origin, Protocol, TextPart } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf, partOf } from './protocol.ts'

/** Anthropic's messages (`POST /v1/messages`). */
export const ANTHROPIC_MESSAGES: Protocol = {
  name: 'anthropic.messages',
  requestParts(body) {
    return [
      ...partOf(body, 'system', 'system'), ...objectsOf(body['system']).flatMap(part => partOf(part, 'text', 'system')),
      ...objectsOf(body['tools']).flatMap(tool => partOf(tool, 'description', 'system')),
      ...objectsOf(body['messages']).flatMap(message => {
        const origin: Origin = message['role'] === 'assistant' ? 'assistant' : 'user'
        return [...partOf(message, 'content', origin), ...objectsOf(message['content']).flatMap(part => blockParts(part, origin))]
      }),
    ]
  },
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['content']).flatMap(part => partOf(part, 'text', 'assistant')),
  calledTools: body => objectsOf(body['content']).flatMap(calledTool),
  usedTools: body => objectsOf(body['messages']).flatMap(({ content }) => objectsOf(content).flatMap(calledTool)).map(({ name }) => name),
  begunTools: ({ index, content_block: block }) => isJson(block) ? calledTool(block).map(({ name }) => ({ name, channel: `${String(index)} tool` })) : [],
  tokens(body) {
    const usage = isJson(body['usage']) ? body['usage'] : isJson(body['message']) && isJson(body['message']['usage']) ? body['message']['usage'] : null
    if (usage === null) return null
    return (numberOf(usage['input_tokens']) ?? 0) + (numberOf(usage['output_tokens']) ?? 0)
  },
  limitNames: () => ['max_tokens'],
  sayCut(body) {
    body['stop_reason'] = 'max_tokens'
  },
  endAtLimit: last => [
    ...(last !== null && typeof last['index'] === 'number' ? [{ type: 'content_block_stop', ...membersOf(last, ['index']) }] : []),
    { type: 'message_delta', delta: { stop_reason: 'max_tokens', stop_sequence: null }, usage: { output_tokens: 0 } },
    { type: 'message_stop' },
  ].map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
  deltas({ index, delta, content_block: block }) {
    return [
      ...(isJson(delta) ? [...deltaOf(delta, 'text', `${String(index)} text`), ...deltaOf(delta, 'partial_json', `${String(index)} tool`, `${String(index)} tool`), ...deltaOf(delta, 'thinking', `${String(index)} thinking`)] : []),
      ...(isJson(block) ? deltaOf(block, 'text', `${String(index)} text`) : []),
    ]
  },
  refusal: (reason, status) => ({ type: 'error', error: { type: KINDS_OF_ERROR[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'), message: reason } }),
  endOfStream: reason => `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'permission_error', message: reason } })}\n\n`,
}

/** Anthropic API reference, errors. */
const KINDS_OF_ERROR: Readonly<Record<number, string>> = {
  401: 'authentication_error', 403: 'permission_error', 413: 'request_too_large', 429: 'rate_limit_error', 503: 'overloaded_error',
}

function blockParts(part: Json, origin: Origin): TextPart[] {
  if (part['type'] === 'tool_use') return argumentParts(part, 'input', MOST_ARGUMENT_DEPTH)
  if (part['type'] !== 'tool_result') return partOf(part, 'text', origin)
  return [...partOf(part, 'content', 'tool'), ...objectsOf(part['content']).flatMap(each => partOf(each, 'text', 'tool'))]
}

/** What a model gave to tools earlier: the texts in it. */
function argumentParts(holder: Json | unknown[], name: string | number, depth: number): TextPart[] {
  const value = Array.isArray(holder) ? holder[Number(name)] : holder[name]
  if (typeof value === 'string' && value !== '') {
    return [{ origin: 'assistant', text: value, replace: other => { if (Array.isArray(holder)) holder[Number(name)] = other; else holder[name] = other } }]
  }
  if (depth === 0) return []
  if (Array.isArray(value)) return value.flatMap((_, index) => argumentParts(value, index, depth - 1))
  return isJson(value) ? Object.keys(value).flatMap(key => argumentParts(value, key, depth - 1)) : []
}

function calledTool(block: Json): CalledTool[] {
  const { type, name, input } = block
  return type === 'tool_use' && typeof name === 'string' ? [{ name, arguments: JSON.stringify(input ?? {}), replace: other => { block['input'] = JSON.parse(other) } }] : []
}
