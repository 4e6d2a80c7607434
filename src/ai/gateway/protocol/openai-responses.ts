import { openaiRefusal } from './openai-chat.ts'
import { membersOf } from './cut-short.ts'
import type { CalledTool, Json, Origin, Protocol, TextDelta, TextPart } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf, partOf } from './protocol.ts'

/** OpenAI's responses (`POST /v1/responses`). */
export const OPENAI_RESPONSES: Protocol = {
  name: 'openai.responses',
  requestParts(body) {
    return [
      ...partOf(body, 'instructions', 'system'),
      ...objectsOf(body['tools']).flatMap(tool => partOf(tool, 'description', 'system')),
      ...partOf(body, 'input', 'user'),
      ...objectsOf(body['input']).flatMap(itemParts),
    ]
  },
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['output']).flatMap(itemParts),
  calledTools: body => objectsOf(body['output']).flatMap(calledTool),
  usedTools: body => objectsOf(body['input']).flatMap(calledTool).map(({ name }) => name),
  begunTools: ({ item }) => isJson(item) ? calledTool(item).map(({ name }) => ({ name, channel: callChannel(item['id']) })) : [],
  tokens: body => tokensOf(body) ?? (isJson(body['response']) ? tokensOf(body['response']) : null),
  limitNames: () => ['max_output_tokens'],
  sayCut: body => void Object.assign(body, INCOMPLETE),
  endAtLimit: last => `event: response.incomplete\ndata: ${JSON.stringify({
    type: 'response.incomplete', ...membersOf(last, ['sequence_number']), response: { id: 'cut', object: 'response', ...INCOMPLETE, output: [] },
  })}\n\n`,
  deltas: eventDeltas,
  refusal: openaiRefusal,
  endOfStream: reason => `event: response.failed\ndata: ${JSON.stringify({
    type: 'response.failed', response: { id: 'withheld', object: 'response', status: 'failed', error: { code: 'content_filter', message: reason }, output: [] },
  })}\n\n`,
}

const INCOMPLETE = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } } as const

/** What grows comes bit by bit, and then once more whole: that is a text of its own, which nothing is added to. */
function eventDeltas(event: Json): TextDelta[] {
  const { type, item_id: item, content_index: content, response, item: whole, part } = event
  const channel = `${String(item)} ${String(content)}`
  if (typeof type !== 'string') return []
  if (type === 'response.function_call_arguments.delta') return deltaOf(event, 'delta', callChannel(item), callChannel(item))
  if (type.endsWith('.delta')) return deltaOf(event, 'delta', `${channel} ${type}`)
  const parts: (TextPart & { readonly call?: string })[] = [
    ...partOf(event, 'text', 'assistant'), ...partOf(event, 'arguments', 'assistant').map(each => ({ ...each, call: callChannel(item) })),
    ...(isJson(part) ? partOf(part, 'text', 'assistant') : []),
    ...(isJson(whole) ? itemDeltas(whole) : []),
    ...(isJson(response) ? objectsOf(response['output']).flatMap(itemDeltas) : []),
  ]
  return parts.map(({ text, call, replace }, index) => ({ channel: `${channel} ${type} ${index}`, text, ...(call === undefined ? {} : { call }), replace }))
}

function itemDeltas(item: Json): (TextPart & { readonly call?: string })[] {
  const parts = itemParts(item)
  return item['type'] === 'function_call' ? parts.map(each => ({ ...each, call: callChannel(item['id']) })) : parts
}

function callChannel(item: unknown): string {
  return `${String(item)} call`
}

function itemParts(item: Json): TextPart[] {
  if (item['type'] === 'function_call_output') return partOf(item, 'output', 'tool')
  if (item['type'] === 'function_call') return partOf(item, 'arguments', 'assistant')
  const origin = originOf(item['role'])
  return typeof item['content'] === 'string' ? partOf(item, 'content', origin) : objectsOf(item['content']).flatMap(part => partOf(part, 'text', origin))
}

function calledTool(item: Json): CalledTool[] {
  const { type, name, arguments: given } = item
  return type === 'function_call' && typeof name === 'string' ? [{ name, arguments: String(given ?? ''), replace: other => { item['arguments'] = other } }] : []
}

function tokensOf({ usage }: Json): number | null {
  return isJson(usage) ? numberOf(usage['total_tokens']) : null
}

function originOf(role: unknown): Origin {
  if (role === 'system' || role === 'developer') return 'system'
  return role === 'assistant' ? 'assistant' : 'user'
}
