import { answerDeltas, answerTexts, givenDelta } from './answer-texts.ts'
import { generationTexts } from './asked-texts.ts'
import { calledBy, calledTool, callsWithin, givenWithin, isOfCalls } from './call-shapes.ts'
import { endOfChoices, sayChoicesCut } from './cut-short.ts'
import { endedChoices } from './ended-choices.ts'
import type { Json, Protocol } from './protocol.ts'
import { isJson, numberOf, objectsOf } from './protocol.ts'

/** Chat completions as OpenAI defined them and most local servers speak them (`POST /v1/chat/completions`). */
export const OPENAI_CHAT: Protocol = {
  name: 'openai.chat',
  requestTexts: generationTexts,
  isStreamed: body => body['stream'] === true,
  answerParts: body => messagesOf(body).flatMap(message => answerTexts(message, isOfCalls(callsWithin(message)))),
  calledTools: body => messagesOf(body).flatMap(callsWithin).map(calledTool),
  usedTools: body => objectsOf(body['messages']).flatMap(callsWithin).map(({ name }) => name),
  begunTools: event => deltasOf(event).flatMap(({ choice, delta }) => callsWithin(delta).map(call => ({ name: call.name, channel: toolChannel(choice, call.index), ...calledBy(call) }))),
  tokens: body => isJson(body['usage']) ? numberOf(body['usage']['total_tokens']) : null,
  limitNames: () => ['max_completion_tokens', 'max_tokens'],
  sayCut: sayChoicesCut,
  endAtLimit: told => endOfChoices(told, 'chat.completion.chunk', { delta: {}, finish_reason: 'length' }),
  deltas: event => deltasOf(event).flatMap(({ choice, delta }) => {
    const given = givenWithin(delta)
    return [...answerDeltas(delta, choice, isOfCalls([...callsWithin(delta), ...given])), ...given.map(each => givenDelta(each, toolChannel(choice, each.index)))]
  }),
  endedTexts: endedChoices,
  refusal: openaiRefusal,
  endOfStream: (reason, told) => endOfChoices(told, 'chat.completion.chunk', { delta: { refusal: reason }, finish_reason: 'content_filter' }),
}

function messagesOf(body: Json): Json[] {
  return objectsOf(body['choices']).flatMap(({ message }) => isJson(message) ? [message] : [])
}

function deltasOf(event: Json): { readonly choice: string; readonly delta: Json }[] {
  return objectsOf(event['choices']).flatMap(({ index, delta }) => isJson(delta) ? [{ choice: String(index), delta }] : [])
}

function toolChannel(choice: string, call: unknown): string {
  return `${choice} tool ${String(call)}`
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
