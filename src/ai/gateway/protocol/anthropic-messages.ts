import { answerDeltas, answerTexts, givenDelta } from './answer-texts.ts'
import { generationTexts } from './asked-texts.ts'
import { blockKind } from './block-kinds.ts'
import { calledTool, callsWithin, holdsSomething, isOfCalls } from './call-shapes.ts'
import type { Json, Protocol, TextDelta, TextPart } from './protocol.ts'
import { deltaOf, isJson, numberOf, objectsOf } from './protocol.ts'

/** Anthropic's messages (`POST /v1/messages`). */
export const ANTHROPIC_MESSAGES: Protocol = {
  name: 'anthropic.messages',
  requestTexts: generationTexts,
  isStreamed: body => body['stream'] === true,
  answerParts: body => objectsOf(body['content']).flatMap(blockTexts),
  calledTools: body => objectsOf(body['content']).flatMap(callsWithin).map(calledTool),
  usedTools: body => objectsOf(body['messages']).flatMap(callsWithin).map(({ name }) => name),
  begunTools: event => begunBlocks(event).flatMap(({ channel, block }) => callsWithin(block).map(({ name }) => ({ name, channel: `${channel} tool` }))),
  tokens(body) {
    const usage = isJson(body['usage']) ? body['usage'] : isJson(body['message']) && isJson(body['message']['usage']) ? body['message']['usage'] : null
    if (usage === null) return null
    return (numberOf(usage['input_tokens']) ?? 0) + (numberOf(usage['output_tokens']) ?? 0)
  },
  limitNames: () => ['max_tokens'],
  sayCut(body) {
    body['stop_reason'] = 'max_tokens'
  },
  endAtLimit: ({ open }, tokens) => [
    ...open.map(index => ({ type: 'content_block_stop', index })),
    { type: 'message_delta', delta: { stop_reason: 'max_tokens', stop_sequence: null }, usage: { output_tokens: Math.ceil(tokens) } },
    { type: 'message_stop' },
  ].map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
  deltas: event => [
    ...begunBlocks(event).flatMap(({ channel, block }) => blockDeltas(block, channel)),
    ...(isJson(event['delta']) ? pieceDeltas(event['delta'], String(event['index'])) : []),
  ],
  endedTexts: ({ type, index }) => (type === 'content_block_stop' ? [`${String(index)} `] : []),
  refusal: (reason, status) => ({ type: 'error', error: { type: KINDS_OF_ERROR[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'), message: reason } }),
  endOfStream: reason => `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'permission_error', message: reason } })}\n\n`,
}

/** Anthropic API reference, errors. */
const KINDS_OF_ERROR: Readonly<Record<number, string>> = {
  401: 'authentication_error', 403: 'permission_error', 413: 'request_too_large', 429: 'rate_limit_error', 503: 'overloaded_error',
}

/** What came of a tool that the provider runs stands in an answer, too. */
function blockTexts(block: Json): TextPart[] {
  return answerTexts(block, isOfCalls(callsWithin(block)), blockKind(block['type']) === 'result' ? 'tool' : 'assistant')
}

/** The blocks that an event begins; some servers send a whole message at the start. */
function begunBlocks({ index, content_block: block, message }: Json): { readonly channel: string; readonly block: Json }[] {
  const within = isJson(message) ? objectsOf(message['content']).map((each, at) => ({ channel: String(at), block: each })) : []
  return isJson(block) ? [{ channel: String(index), block }, ...within] : within
}

function blockDeltas(block: Json, channel: string): TextDelta[] {
  const calls = callsWithin(block)
  return [...answerDeltas(block, channel, isOfCalls(calls)), ...calls.filter(holdsSomething).map(call => givenDelta(call, `${channel} tool`))]
}

function pieceDeltas(delta: Json, channel: string): TextDelta[] {
  return [...deltaOf(delta, 'partial_json', `${channel} tool`, `${channel} tool`), ...answerDeltas(delta, channel, (_, name) => name === 'partial_json')]
}
